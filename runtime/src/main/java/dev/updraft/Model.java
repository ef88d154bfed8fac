package dev.updraft;

import static java.util.Objects.requireNonNull;

import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.engine.Engine;
import dev.updraft.engine.OperationTimes;
import dev.updraft.engine.spi.ExclusiveAccess;
import dev.updraft.history.History;
import dev.updraft.metrics.Evaluation;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingException;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.callbacks.Callbacks;
import dev.updraft.training.gradient.Trainer;
import dev.updraft.version.Version;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.WeightsException;
import dev.updraft.weights.internal.ModelMetadata;
import dev.updraft.weights.internal.ModelWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A model with weights on a device. Its memory is off the heap: {@link #close} frees it.
 *
 * <p>It is used by one thread at a time, though not always the same. A call while another thread is inside one is refused with an
 * {@link IllegalStateException}; {@link #predictor} gives what several threads can share. What only tells of the model, such as
 * {@link #compiled} and {@link #classNames}, any thread may call at any time.
 *
 * <p>Listeners, callbacks and data sets that are called during {@link #fit} or {@link #evaluate} may predict, evaluate and save
 * with the same model. Training it, loading weights into it and closing it are refused there with an
 * {@link IllegalStateException}.
 *
 * <p>{@link #close} by another thread ends a training or evaluation after its current batch, with a
 * {@link CancellationException} there; it waits until any other call has returned. Later calls get a
 * {@link dev.updraft.engine.ClosedException}.
 */
public final class Model implements AutoCloseable {
    private final CompiledModel compiled;
    private final Engine engine;
    private final Engine.Options options;
    private final PredictionShape shape;
    private final ExclusiveAccess access =
            new ExclusiveAccess("the model", "model.predictor() gives what several threads can predict with");
    private final ModelSession modelSession;
    private volatile Trainer trainer;
    private volatile int changes;

    Model(CompiledModel compiled, Engine engine, Engine.Options options) {
        this.compiled = compiled;
        this.engine = engine;
        this.options = options;
        shape = PredictionShape.of(compiled);
        modelSession = new ModelSession(compiled, engine, options);
        trainer = new Trainer(modelSession.trainingContext(), ClassNames.inFile(compiled.layers()), this::save);
    }

    /** Where the data weighs its samples, goes on with a program that does, if this one does not. */
    private void weighFor(String call, @Nullable Dataset data) {
        if (data == null || !data.isWeighted() || modelSession.isWeighted()) {
            return;
        }
        if (access.isNested()) {
            throw new IllegalStateException(
                    call + " with weights of samples was called by a listener or callback of a model"
                            + " that was trained without: call it after that, or weigh the training data, if only by 1");
        }
        modelSession.weigh();
        trainer = trainer.with(modelSession.trainingContext());
    }

    /** What it was made from. */
    public CompiledModel compiled() {
        return compiled;
    }

    /** As {@link CompiledModel#summary}. */
    public String summary() {
        return compiled.summary();
    }

    /** The engine that computes: {@code cpu}, {@code reference}. */
    public String engine() {
        return engine.name();
    }

    /** Engine and device in words, for reports. */
    public String device() {
        return engine.description();
    }

    /** How many threads compute: those that were asked for, but no more than there are processors. */
    public int threads() {
        return options.threads();
    }

    /** Of initial weights, order and dropout. */
    public long seed() {
        return options.seed();
    }

    /**
     * Names of the classes or labels in order: the file's, else those of the data it was trained on, else none. Of a model with
     * several targets, those of the first that has any.
     */
    public List<String> classNames() {
        return compiled.layers().outputs().stream()
                .map(output -> classNames(output.name()))
                .filter(names -> !names.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** As {@link #classNames()}, of one target. */
    public List<String> classNames(String target) {
        return trainer.classNames().getOrDefault(requireNonNull(target, "target must not be null"), List.of());
    }

    /**
     * What it wants of data, with the names that it knows its classes by: to read data for it.
     *
     * @throws DataException if it has nothing to learn
     */
    public DataSpec dataSpec() {
        return DataSpec.of(compiled.layers()).named(trainer.classNames());
    }

    /**
     * Trains as the file's {@code fit} block says.
     *
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws TrainingException if the model has no loss or optimizer, or the loss is no longer a number
     */
    public History fit(Dataset data) {
        return fit(data, FitOptions.NONE);
    }

    /**
     * Trains. Called again, it goes on where the last call ended. Interrupting the thread ends training after the step at
     * hand; the model can be used on.
     *
     * @param options what to do otherwise than the file's {@code fit} block says
     * @param listeners hear of every step, in this order
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws TrainingException if the model has no loss or optimizer, or the loss is no longer a number
     * @throws CancellationException if the thread is interrupted; it stays so
     */
    public History fit(Dataset data, FitOptions options, TrainingListener... listeners) {
        requireNonNull(data, "data must not be null");
        requireNonNull(options, "options must not be null");
        var heard = heard("fit", listeners);
        access.enterOnce("fit");
        try {
            weighFor("fit", data);
            weighFor("fit", options.validation());
            var callbacks = Callbacks.merge(compiled.layers().fit().callbacks(), options.callbacks());
            return trainer.fit(data, options.withCallbacks(callbacks), heard);
        } finally {
            changed();
            access.exit();
        }
    }

    /** The listeners, behind one that ends the call if the model is being closed. */
    private List<TrainingListener> heard(String call, TrainingListener... listeners) {
        var heard = new ArrayList<TrainingListener>();
        heard.add(_ -> {
            if (access.isClosing()) {
                throw new CancellationException(call + " was ended, because another thread closed the model");
            }
        });
        for (var listener : requireNonNull(listeners, "listeners must not be null")) {
            heard.add(requireNonNull(listener, "a listener must not be null"));
        }
        return heard;
    }

    /**
     * Compares predictions with the targets of a data set, in batches of the size in the {@code fit} block.
     *
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws TrainingException if the model has no loss
     * @throws CancellationException if the thread is interrupted; it stays so
     */
    public Evaluation evaluate(Dataset data, TrainingListener... listeners) {
        requireNonNull(data, "data must not be null");
        var heard = heard("evaluate", listeners);
        access.enter("evaluate");
        try {
            weighFor("evaluate", data);
            return trainer.evaluate(data, heard);
        } finally {
            access.exit();
        }
    }

    /**
     * One optimizer step on all samples of a data set at once, for training loops of one's own. Callbacks are not called, and what
     * the {@code fit} block says of epochs and batches does not matter.
     *
     * @return loss and metrics of the batch before the step
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws TrainingException if the model has no loss or optimizer, or {@code class_weight: balanced}
     */
    public Evaluation trainOnBatch(Dataset batch) {
        requireNonNull(batch, "batch must not be null");
        access.enterOnce("trainOnBatch");
        try {
            weighFor("trainOnBatch", batch);
            return trainer.onBatch(batch, true);
        } finally {
            changed();
            access.exit();
        }
    }

    /**
     * Loss and metrics of all samples of a data set at once; nothing changes.
     *
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws TrainingException if the model has no loss
     */
    public Evaluation evaluateOnBatch(Dataset batch) {
        requireNonNull(batch, "batch must not be null");
        access.enter("evaluateOnBatch");
        try {
            weighFor("evaluateOnBatch", batch);
            return trainer.onBatch(batch, false);
        } finally {
            access.exit();
        }
    }

    /**
     * How long the operations of a batch take. The weights are as before then.
     *
     * @param training whether a training step is timed, which the model must have, rather than an evaluation
     * @throws DataException if the data does not fit the model, or cannot be read
     */
    public OperationTimes profile(Dataset data, boolean training) {
        requireNonNull(data, "data must not be null");
        access.enterOnce("profile");
        try {
            weighFor("profile", data);
            return trainer.profile(data, training);
        } finally {
            access.exit();
        }
    }

    /**
     * Predicts one sample; see {@link Predictor} for the layout.
     *
     * @throws IllegalArgumentException if it has a wrong number of values
     */
    public float[] predict(float[] sample) {
        return predict(List.of(requireNonNull(sample, "sample must not be null")))
                .getFirst();
    }

    /**
     * Predicts several samples; see {@link Predictor} for the layout.
     *
     * @throws IllegalArgumentException if one has a wrong number of values
     */
    public List<float[]> predict(List<float[]> samples) {
        requireNonNull(samples, "samples must not be null");
        access.enter("predict");
        try (var buffers = new PredictionBuffers(shape)) {
            shape.requireSamples(samples);
            var predictions = new float[samples.size()][shape.predictionSize()];
            buffers.predict(
                    modelSession.session(), SampleForm.LIST, samples, predictions.length, ResultForm.ROWS, predictions);
            return Arrays.asList(predictions);
        } finally {
            access.exit();
        }
    }

    /**
     * Predicts every sample of a data set, in its order; targets are not looked at.
     *
     * @throws DataException if the inputs do not fit the model, or cannot be read
     * @throws CancellationException if the thread is interrupted; it stays so
     */
    public List<float[]> predict(Dataset data) {
        requireNonNull(data, "data must not be null");
        access.enter("predict");
        try {
            return trainer.predict(data);
        } finally {
            access.exit();
        }
    }

    /** Something with a copy of the weights as they are now, that several threads may share. Close it. */
    public Predictor predictor() {
        return serving(null);
    }

    /** As {@link #predictor()}; calls of several threads that come close together are computed together. */
    public Predictor predictor(Batching batching) {
        return serving(requireNonNull(batching, "batching must not be null"));
    }

    AbstractPredictor serving(@Nullable Batching batching) {
        access.enter("predictor");
        try {
            var sessions = new Sessions(compiled, engine, options, modelSession.session());
            return batching == null ? new PooledPredictor(sessions) : new BatchingPredictor(sessions, batching);
        } finally {
            access.exit();
        }
    }

    /**
     * Writes the weights as a safetensors file, with the model's text in its metadata: {@link Updraft#load} needs nothing
     * else. An existing file is replaced in one moment; whatever interrupts it, the old file or the new one is there whole.
     * A file of another kind is not replaced; {@code /dev/null} stays what it is.
     *
     * @throws WeightsException if it cannot be written, or if a file is there that holds no weights
     */
    public void save(Path file) {
        requireNonNull(file, "file must not be null");
        access.enter("save");
        try {
            var metadata = new ModelMetadata(Version.TEXT, compiled.source(), ClassNames.toSave(trainer.classNames()));
            ModelWeights.save(file, metadata, compiled.program().variables(), modelSession.session()::read);
        } finally {
            access.exit();
        }
    }

    /**
     * Takes the weights of a file, which may come from elsewhere: names and shapes must be those of this model. What the
     * optimizer remembers starts from its initial state, and epochs count from 1 again.
     *
     * @throws WeightsException if it cannot be read, is broken, or does not fit; the message names every difference, and the
     *     model is as it was
     */
    public void load(Path file) {
        requireNonNull(file, "file must not be null");
        access.enterOnce("load");
        try {
            read(file);
        } finally {
            access.exit();
        }
    }

    private void read(Path file) {
        var variables = compiled.program().variables();
        try (var weights = SafetensorsFile.open(file)) {
            ModelWeights.requireFit(weights, variables);
            var names = ClassNames.in(weights, compiled.layers());
            modelSession.reload(fresh -> ModelWeights.load(weights, variables, fresh::write));
            trainer = new Trainer(modelSession.trainingContext(), names, this::save);
            changed();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread at a time changes weights; others only look.
    private void changed() {
        changes++;
    }

    /** How often the weights have been changed: tells a copy of them whether it is old. */
    int changes() {
        return changes;
    }

    /**
     * Frees its memory; may be called again, and by any thread: a training or evaluation ends first, and any other call returns
     * first.
     *
     * @throws IllegalStateException if called by a listener or callback of this model
     */
    @Override
    public void close() {
        access.close(modelSession::close);
    }
}
