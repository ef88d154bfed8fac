package dev.updraft;

import static java.util.Objects.requireNonNull;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.Submodel;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.TableHeader;
import dev.updraft.data.TrainingSplit;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.OperationTimes;
import dev.updraft.engine.spi.ExclusiveAccess;
import dev.updraft.explain.LinearModel;
import dev.updraft.explain.TreeEnsemble;
import dev.updraft.history.History;
import dev.updraft.history.LearningRateRange;
import dev.updraft.metrics.Evaluation;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.callbacks.Callbacks;
import dev.updraft.training.gradient.Learnt;
import dev.updraft.training.gradient.Trainer;
import dev.updraft.training.trees.TreeWeights;
import dev.updraft.verify.VerifiedDevices;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.WeightsException;
import dev.updraft.weights.internal.ModelWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A model with weights on a device. Its memory is off-heap and freed by {@link #close}.
 *
 * <p>It may be used by one thread at a time, not necessarily always the same. A call while another thread is in a call
 * throws an {@link IllegalStateException}; {@link #predictor} returns a predictor that threads can share. Methods that only
 * describe the model, such as {@link #compiled} and {@link #classNames}, can be called by any thread at any time.
 *
 * <p>Listeners, callbacks and data sets that are called during {@link #fit} or {@link #evaluate} can predict, evaluate and
 * save with the same model. Training it, loading weights into it and closing it there throws an {@link
 * IllegalStateException}.
 *
 * <p>{@link #close} by another thread ends a training or evaluation after its current batch, with a {@link
 * CancellationException} in that thread; it waits for any other call to return. Later calls throw a {@link
 * dev.updraft.engine.ClosedException}.
 */
public final class Model implements AutoCloseable {
    private final CompiledModel compiled;
    private final Engine engine;
    private final Engine.Options options;
    private final PredictionShape shape;
    private final ExclusiveAccess access =
            new ExclusiveAccess("the model", "model.predictor() gives what several threads can predict with");
    private final ModelSession modelSession;
    private final ModelParts parts = new ModelParts(this);
    private final boolean isPart;
    private volatile Trainer trainer;
    private volatile RowValues rowValues;
    private volatile int changes;

    Model(CompiledModel compiled, Engine engine, Engine.Options options) {
        this.compiled = compiled;
        this.engine = engine;
        this.options = options;
        shape = PredictionShape.of(compiled);
        modelSession = new ModelSession(compiled, engine, options);
        trainer = new Trainer(
                modelSession.trainingContext(), Learnt.of(ClassNames.inFile(compiled.layers())), this::save);
        rowValues = new RowValues(compiled.layers(), trainer.vocabularies());
        isPart = false;
    }

    /** A part of another model, with a copy of its weights. */
    private Model(CompiledModel part, Model whole) {
        compiled = part;
        engine = whole.engine;
        options = whole.options;
        shape = PredictionShape.of(part);
        modelSession = new ModelSession(part, engine, options);
        modelSession.copyFrom(whole.modelSession);
        var learnt = whole.trainer.learnt();
        var takesTheSame = part.layers().inputs().equals(whole.compiled.layers().inputs());
        trainer = new Trainer(
                modelSession.trainingContext(),
                takesTheSame ? learnt : learnt.withHeader(TableHeader.NONE),
                this::save);
        rowValues = new RowValues(compiled.layers(), trainer.vocabularies());
        isPart = true;
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

    /** The compiled model it was created from. */
    public CompiledModel compiled() {
        return compiled;
    }

    /** Same as {@link CompiledModel#summary}. */
    public String summary() {
        return compiled.summary();
    }

    /** The name of the engine: {@code cpu}, {@code gpu} or {@code reference}. */
    public String engine() {
        return engine.name();
    }

    /** A description of engine and device, for reports. */
    public String device() {
        return engine.description(compiled.layers().fit().step().precision());
    }

    /** The number of compute threads: as requested, but at most the number of processors. */
    public int threads() {
        return options.threads();
    }

    /** The seed for initial weights, order and dropout. */
    public long seed() {
        return options.seed();
    }

    /**
     * Names of the classes or labels, in order: from the file, else from the data it was trained on, else empty. With
     * several targets, those of the first target that has any.
     */
    public List<String> classNames() {
        return compiled.layers().outputs().stream()
                .map(output -> classNames(output.name()))
                .filter(names -> !names.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** Same as {@link #classNames()}, for one target. */
    public List<String> classNames(String target) {
        return trainer.learnt().classNames().getOrDefault(requireNonNull(target, "target must not be null"), List.of());
    }

    /**
     * What it expects of data, including its class names and the columns of the table that it was trained on; used to read
     * data.
     *
     * @throws DataException if it has no target
     */
    public DataSpec dataSpec() {
        var learnt = trainer.learnt();
        return DataSpec.of(compiled.layers()).named(learnt.classNames()).trainedOn(learnt.header());
    }

    /** What it expects of data to predict from: as {@link #dataSpec}, but without targets, which it need not have. */
    public DataSpec inputSpec() {
        return DataSpec.ofInputs(compiled.layers()).trainedOn(trainer.learnt().header());
    }

    /**
     * The probability from which on a sample is taken for the second of two classes; null where the likelier class is taken. It
     * is what {@code threshold} in the file's {@code fit} block says, or has been found to be best in training.
     */
    public @Nullable Double threshold(String target) {
        return trainer.learnt().thresholds().get(requireNonNull(target, "target must not be null"));
    }

    /** How the data was split that it was last trained on; null if it was not trained, or not by {@code fit}. */
    public @Nullable TrainingSplit split() {
        return trainer.learnt().split();
    }

    /**
     * Trains with the settings of the file's {@code fit} block.
     *
     * @throws DataException if the data does not match the model, or cannot be read
     * @throws TrainingException if the model has no loss or optimizer, or the loss becomes NaN or infinite
     */
    public History fit(Dataset data) {
        return fit(data, FitOptions.NONE);
    }

    /**
     * Trains the model. Another call continues where the last one ended. Interrupting the thread ends training after the
     * current step; the model stays usable.
     *
     * @param options options that override the file's {@code fit} block
     * @param listeners listeners for every step, in order
     * @throws DataException if the data does not match the model, or cannot be read
     * @throws TrainingException if the model has no loss or optimizer, or the loss becomes NaN or infinite
     * @throws CancellationException if the thread is interrupted; its interrupt status is kept
     */
    public History fit(Dataset data, FitOptions options, TrainingListener... listeners) {
        requireNonNull(data, "data must not be null");
        requireNonNull(options, "options must not be null");
        var heard = heard("fit", listeners);
        access.enterOnce("fit");
        try {
            requirePrecision();
            requireVerified();
            weighFor("fit", data);
            weighFor("fit", options.validation());
            var callbacks = Callbacks.merge(compiled.layers().fit().callbacks(), options.callbacks());
            return trainer.fit(data, options.withCallbacks(callbacks), heard);
        } finally {
            changed();
            access.exit();
        }
    }

    private void requirePrecision() {
        var problem = engine.precisionProblem(compiled.layers().fit().step().precision());
        if (problem != null) {
            throw new EngineException("model " + compiled.name() + " cannot be trained in bf16: " + problem);
        }
    }

    /** A broken driver would train for hours, and nobody would know. */
    private void requireVerified() {
        if (compiled.program().train() != null && VerifiedDevices.wanted(System.getenv())) {
            VerifiedDevices.here().require(engine, options.notice());
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
     * Evaluates the model on a data set, with the batch size of the {@code fit} block.
     *
     * @throws DataException if the data does not match the model, or cannot be read
     * @throws TrainingException if the model has no loss
     * @throws CancellationException if the thread is interrupted; its interrupt status is kept
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
     * One optimizer step on all samples of a data set at once, for custom training loops. Callbacks are not called, and the
     * settings for epochs and batches in the {@code fit} block are ignored.
     *
     * @return loss and metrics of the batch before the step
     * @throws DataException if the data does not match the model, or cannot be read
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
     * Loss and metrics of all samples of a data set at once; the model does not change.
     *
     * @throws DataException if the data does not match the model, or cannot be read
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
     * A learning rate range test: trains a copy of the model with a learning rate that rises exponentially from 1e-7 to 10, until
     * the loss explodes. The model itself does not change.
     *
     * @param options options that override the file's {@code fit} block, of which the batch size counts
     * @param progress receives each step
     * @throws DataException if the data does not match the model, or cannot be read
     * @throws TrainingException if the model has no loss or optimizer
     * @throws CancellationException if the thread is interrupted; its interrupt status is kept
     */
    public LearningRateRange findLearningRate(
            Dataset data, FitOptions options, Consumer<LearningRateRange.Point> progress) {
        requireNonNull(data, "data must not be null");
        requireNonNull(options, "options must not be null");
        requireNonNull(progress, "progress must not be null");
        access.enterOnce("findLearningRate");
        try {
            requirePrecision();
            requireVerified();
            weighFor("findLearningRate", data);
            return trainer.findLearningRate(data, options, progress);
        } finally {
            access.exit();
        }
    }

    /**
     * Measures how long the operations of a batch take. The weights do not change.
     *
     * @param training whether to time a training step, which the model must support, rather than an evaluation
     * @throws DataException if the data does not match the model, or cannot be read
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
     * @throws IllegalArgumentException if it has the wrong number of values
     */
    public float[] predict(float[] sample) {
        return predict(List.of(requireNonNull(sample, "sample must not be null")))
                .getFirst();
    }

    /**
     * Predicts several samples; see {@link Predictor} for the layout.
     *
     * @throws IllegalArgumentException if one has the wrong number of values
     */
    public List<float[]> predict(List<float[]> samples) {
        requireNonNull(samples, "samples must not be null");
        access.enter("predict");
        try (var buffers = new PredictionBuffers(shape, rows())) {
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
     * Predicts one row of a model that has a group of columns as an input.
     *
     * @param row values of the columns by their names: numbers, booleans, texts, dates and times of {@code java.time}; null or
     *     no entry for a missing value. Of several inputs by their names: such a map for a group of columns, else a {@code
     *     float[]}.
     * @throws IllegalArgumentException if a value is of another type than its column, or missing where it must be there
     * @throws TrainingException if the model has not learnt yet what it needs of the training data
     */
    public float[] predict(Map<String, ?> row) {
        requireNonNull(row, "row must not be null");
        access.enter("predict");
        try (var buffers = new PredictionBuffers(shape, rows())) {
            var prediction = new float[shape.predictionSize()];
            buffers.predict(modelSession.session(), SampleForm.CELLS, row, 1, ResultForm.FLOATS, prediction);
            return prediction;
        } finally {
            access.exit();
        }
    }

    /** How rows of tables become what the network takes, as the model knows the columns now. */
    RowValues rows() {
        var current = rowValues;
        var vocabularies = trainer.vocabularies();
        if (!current.isOf(vocabularies)) {
            current = new RowValues(compiled.layers(), vocabularies);
            rowValues = current;
        }
        return current;
    }

    /**
     * Predicts every sample of a data set, in order; targets are ignored.
     *
     * @param listeners receive notices, such as of values of a column that the model does not know
     * @throws DataException if the inputs do not match the model, or cannot be read
     * @throws CancellationException if the thread is interrupted; its interrupt status is kept
     */
    public List<float[]> predict(Dataset data, TrainingListener... listeners) {
        requireNonNull(data, "data must not be null");
        var heard = heard("predict", listeners);
        access.enter("predict");
        try {
            return trainer.predict(
                    data, text -> heard.forEach(listener -> listener.on(new TrainingEvent.Notice(text))));
        } finally {
            access.exit();
        }
    }

    /**
     * Predicts a value inside the network: {@code model.predict(image, "hidden")}.
     *
     * @param value its name; see {@link #upTo}
     * @throws IllegalArgumentException if the sample has the wrong number of values, or there is no such value
     */
    public float[] predict(float[] sample, String value) {
        return predict(List.of(requireNonNull(sample, "sample must not be null")), value)
                .getFirst();
    }

    /**
     * As {@link #predict(float[], String)}, of several samples.
     *
     * @throws IllegalArgumentException if one has the wrong number of values, or there is no such value
     */
    public List<float[]> predict(List<float[]> samples, String value) {
        requireNonNull(value, "value must not be null");
        access.enter("predict");
        try {
            return parts.upTo(value).predict(samples);
        } finally {
            access.exit();
        }
    }

    /**
     * As {@link #predict(float[], String)}, of every sample of a data set.
     *
     * @throws IllegalArgumentException if there is no such value
     * @throws DataException if the inputs do not match the model, or cannot be read
     */
    public List<float[]> predict(Dataset data, String value) {
        requireNonNull(value, "value must not be null");
        access.enter("predict");
        try {
            return parts.upTo(value).predict(data);
        } finally {
            access.exit();
        }
    }

    /**
     * A model of the same network with a copy of the current weights, which predicts other values. It takes no notice of what
     * becomes of this model, cannot be trained or saved, and must be closed.
     *
     * @param value an output, a value that the file names ({@code hidden}, in a block {@code encoder/hidden}), a block or a
     *     layer by its name in the {@linkplain #summary summary}
     * @param more further values; a prediction has them one behind the other
     * @throws IllegalArgumentException if there is no such value; the message names those there are
     */
    public Model upTo(String value, String... more) {
        var names = new ArrayList<String>();
        names.add(requireNonNull(value, "value must not be null"));
        names.addAll(List.of(more));
        access.enter("upTo");
        try {
            return new Model(compiled.part(Submodel.upTo(compiled.layers(), names)), this);
        } finally {
            access.exit();
        }
    }

    /**
     * A block of the network with a copy of its current weights, which predicts from inputs of its own: {@code
     * model.block("decoder").predict(code)}. Its inputs are the block's parameters that are values of a network, in order. It
     * takes no notice of what becomes of this model, cannot be trained or saved, and must be closed.
     *
     * @param name the path of its use in the names of layers: {@code decoder}, or for later uses {@code decoder_1}; or the
     *     block's name, if its uses have the same weights
     * @throws IllegalArgumentException if there is no such block; the message names those there are
     */
    public Model block(String name) {
        requireNonNull(name, "name must not be null");
        access.enter("block");
        try {
            return new Model(compiled.part(Submodel.ofBlock(compiled.layers(), name)), this);
        } finally {
            access.exit();
        }
    }

    /**
     * A copy of the trees that the model consists of now, which explains what they ask and what predictions follow from.
     *
     * @throws IllegalStateException if it is a network, or no tree has been grown yet
     */
    public TreeEnsemble trees() {
        access.enter("trees");
        try {
            return ModelTrees.of(this, modelSession.session(), trainer.vocabularies());
        } finally {
            access.exit();
        }
    }

    /**
     * A copy of the weights of a linear model as they are now, with the names of what they weigh.
     *
     * @throws IllegalStateException if the model is not linear
     */
    public LinearModel coefficients() {
        access.enter("coefficients");
        try {
            return ModelCoefficients.of(this, modelSession.session(), trainer.vocabularies());
        } finally {
            access.exit();
        }
    }

    /** What a model that predicts a value inside the network, with the weights as they are now, is used for. */
    <T> T inPart(LayerGraph.Value value, Function<Model, T> use) {
        access.enter("trees");
        try {
            return use.apply(parts.giving(value));
        } finally {
            access.exit();
        }
    }

    /** A model of the same network with a copy of the current weights, which predicts a value of it. */
    Model giving(LayerGraph.Value value) {
        return new Model(compiled.part(Submodel.giving(compiled.layers(), value)), this);
    }

    /** A predictor with a copy of the current weights, which several threads can share. It must be closed. */
    public Predictor predictor() {
        return serving(null);
    }

    /** Same as {@link #predictor()}, but batches concurrent calls, unless the model draws random numbers for each. */
    public Predictor predictor(Batching batching) {
        return serving(requireNonNull(batching, "batching must not be null"));
    }

    AbstractPredictor serving(@Nullable Batching batching) {
        access.enter("predictor");
        try {
            var sessions = new Sessions(
                    compiled, trainer.learnt().thresholds(), engine, options, modelSession.session(), rows());
            // In a batch with other callers' samples the random numbers would be others.
            return batching == null || shape.drawsNumbers()
                    ? new PooledPredictor(sessions)
                    : new BatchingPredictor(sessions, batching);
        } finally {
            access.exit();
        }
    }

    /**
     * Writes the weights as a safetensors file, with the model's source in its metadata: {@link Updraft#load} needs nothing
     * else. An existing file is replaced atomically: even if it is interrupted, either the old or the new file is complete.
     * A file of another kind is not replaced, nor is {@code /dev/null}.
     *
     * @throws WeightsException if it cannot be written, or if a file exists that does not contain weights
     * @throws IllegalStateException if it is a part of a model
     */
    public void save(Path file) {
        requireNonNull(file, "file must not be null");
        if (isPart) {
            throw new IllegalStateException("this is a part of model " + compiled.name() + ": save the whole model");
        }
        access.enter("save");
        try {
            var metadata = LearntFile.metadata(compiled.source(), trainer.learnt());
            ModelWeights.save(file, metadata, compiled.program().variables(), modelSession.session()::read);
        } finally {
            access.exit();
        }
    }

    /**
     * Loads the weights from a file, which may have been written by another tool: names and shapes must match this model.
     * The optimizer state is reset, and epochs count from 1 again.
     *
     * @throws WeightsException if it cannot be read, is damaged, or does not match; the message lists every difference, and
     *     the model is unchanged
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
            TreeWeights.requireSound(weights, compiled.layers(), compiled.program());
            var learnt = LearntFile.read(weights, compiled.layers());
            modelSession.reload(fresh -> ModelWeights.load(weights, variables, fresh::write));
            trainer = new Trainer(modelSession.trainingContext(), learnt, this::save);
            changed();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread at a time changes weights; others only look.
    private void changed() {
        changes++;
    }

    /** How often the weights have changed: shows whether a copy of them is outdated. */
    int changes() {
        return changes;
    }

    /**
     * Frees its memory, after ending a training or evaluation and waiting for any other call. It can be called repeatedly
     * and by any thread.
     *
     * @throws IllegalStateException if called by a listener or callback of this model
     */
    @Override
    public void close() {
        access.close(() -> {
            parts.close();
            modelSession.close();
        });
    }
}
