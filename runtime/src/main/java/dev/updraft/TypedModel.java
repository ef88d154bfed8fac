package dev.updraft;

import dev.updraft.compiler.dump.Architecture;
import dev.updraft.compiler.layers.LayerGraph.Input;
import dev.updraft.data.Dataset;
import dev.updraft.metrics.Evaluation;
import dev.updraft.training.FitOptions;
import dev.updraft.training.History;
import dev.updraft.training.TrainingListener;
import dev.updraft.weights.ModelWeights;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.WeightsException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a generated class stands on: a model that any number of threads predict with while one trains it. Predictions are
 * made with a copy of the weights, which is renewed when training has ended; a first prediction, which has no copy yet,
 * waits for that.
 *
 * <p>A sample is an array for every input of the model, in their order: float32, row-major, images channels-last.
 */
public final class TypedModel implements AutoCloseable {
    private final Model model;
    /** Held to predict; for writing, to renew the copy. Whoever takes it while training holds this object's lock first. */
    private final ReadWriteLock copy = new ReentrantReadWriteLock();

    private @Nullable Predictor predictor;
    private int changesCopied;

    private TypedModel(Model model) {
        this.model = model;
    }

    /** A model with initial weights, on the device that its file names. */
    public static TypedModel create(CompiledModel compiled) {
        return new TypedModel(compiled.on());
    }

    /**
     * A model with initial weights.
     *
     * @throws dev.updraft.engine.EngineException if there is no such device, or it cannot compute the model
     */
    public static TypedModel create(CompiledModel compiled, Device device) {
        return new TypedModel(compiled.on(device));
    }

    /**
     * A model with the weights of a file, on the device that its own file names.
     *
     * @throws WeightsException as {@link #load(CompiledModel, Path, Device)}
     */
    public static TypedModel load(CompiledModel compiled, Path weights) {
        return load(compiled, weights, Device.parse(compiled.layers().fit().device()));
    }

    /**
     * A model with the weights of a file.
     *
     * @throws WeightsException if it cannot be read, is broken, or was trained with another architecture; the message names
     *     the first layer that differs
     * @throws CompileException if the model that the weights were trained with does not compile with this version
     * @throws dev.updraft.engine.EngineException if there is no such device, or it cannot compute the model
     */
    public static TypedModel load(CompiledModel compiled, Path weights, Device device) {
        requireTrainedWith(compiled, weights);
        var model = compiled.on(device);
        try {
            model.load(weights);
            return new TypedModel(model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Weights from elsewhere say nothing of layers; of those, names and shapes are looked at when they are loaded. */
    private static void requireTrainedWith(CompiledModel compiled, Path weights) {
        if (!holdsModel(weights)) {
            return;
        }
        var trained = Updraft.compiled(weights);
        var difference = Architecture.difference(trained.layers(), compiled.layers());
        if (difference.isPresent()) {
            throw new WeightsException(
                    weights,
                    "the weights were trained with another architecture; the first difference:\n  there: "
                            + difference.get().first() + "\n  here:  "
                            + difference.get().second() + "\ntrain " + compiled.name()
                            + " anew, or take the weights that were trained with it");
        }
    }

    private static boolean holdsModel(Path weights) {
        try (var file = SafetensorsFile.open(weights)) {
            return ModelWeights.holdsModel(file);
        }
    }

    /** The model itself: to be used by one thread at a time, and not while another trains. */
    public Model model() {
        return model;
    }

    /** As {@link CompiledModel#summary}. */
    public String summary() {
        return model.summary();
    }

    /**
     * The output's values for one sample.
     *
     * @throws IllegalArgumentException if an input has a wrong number of values
     */
    public float[] values(float[]... sample) {
        return values(List.of(joined(sample))).getFirst();
    }

    /**
     * The output's values for several samples of a model with one input.
     *
     * @throws IllegalArgumentException if one has a wrong number of values
     */
    public List<float[]> values(List<float[]> samples) {
        while (true) {
            copy.readLock().lock();
            try {
                if (predictor != null && changesCopied == model.changes()) {
                    return predictor.predict(samples);
                }
            } finally {
                copy.readLock().unlock();
            }
            renew();
        }
    }

    /**
     * How likely each class is for one sample.
     *
     * @throws IllegalArgumentException if an input has a wrong number of values
     */
    public float[] probabilities(float[]... sample) {
        var values = values(sample);
        return values.length == 1 ? new float[] {1 - values[0], values[0]} : values;
    }

    /**
     * The number of the likeliest class of one sample, from 0.
     *
     * @throws IllegalArgumentException if an input has a wrong number of values
     */
    public int classOf(float[]... sample) {
        return likeliest(values(sample));
    }

    /**
     * The numbers of the likeliest classes of several samples of a model with one input.
     *
     * @throws IllegalArgumentException if one has a wrong number of values
     */
    public List<Integer> classesOf(List<float[]> samples) {
        return values(samples).stream().map(TypedModel::likeliest).toList();
    }

    /** The first of the largest; of a single probability, whether it is above a half. */
    private static int likeliest(float[] values) {
        if (values.length == 1) {
            return values[0] > 0.5f ? 1 : 0;
        }
        var best = 0;
        for (var i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    /** The values of all inputs one behind the other. */
    private float[] joined(float[]... sample) {
        var inputs = model.compiled().layers().inputs();
        if (sample.length != inputs.size()) {
            throw new IllegalArgumentException("the sample is of %d arrays, but the model has %d inputs: %s"
                    .formatted(
                            sample.length,
                            inputs.size(),
                            inputs.stream().map(Input::name).collect(Collectors.joining(", "))));
        }
        if (sample.length == 1) {
            return sample[0]; // The predictor checks its size.
        }
        var size = 0;
        for (var i = 0; i < sample.length; i++) {
            requireSize(inputs.get(i), sample[i]);
            size += sample[i].length;
        }
        var all = FloatBuffer.allocate(size);
        for (var values : sample) {
            all.put(values);
        }
        return all.array();
    }

    private static void requireSize(Input input, float[] values) {
        var shape = input.shape().sample();
        if (values.length != shape.elementsPerSample()) {
            throw new IllegalArgumentException("`%s` has %d values, but the model takes %d: %s"
                    .formatted(input.name(), values.length, shape.elementsPerSample(), shape));
        }
    }

    private synchronized void renew() {
        copy.writeLock().lock();
        try {
            var changes = model.changes();
            if (predictor == null || changesCopied != changes) {
                var fresh = model.predictor();
                if (predictor != null) {
                    predictor.close();
                }
                predictor = fresh;
                changesCopied = changes;
            }
        } finally {
            copy.writeLock().unlock();
        }
    }

    /** As {@link Model#fit(Dataset, FitOptions, TrainingListener...)}. */
    public synchronized History fit(Dataset data, FitOptions options, TrainingListener... listeners) {
        var history = model.fit(data, options, listeners);
        if (predictor != null) {
            renew(); // Now, so that predictions need not wait for the end of the next training.
        }
        return history;
    }

    /** As {@link Model#evaluate}. */
    public synchronized Evaluation evaluate(Dataset data, TrainingListener... listeners) {
        return model.evaluate(data, listeners);
    }

    /** As {@link Model#save}. */
    public synchronized void save(Path weights) {
        model.save(weights);
    }

    /** Frees its memory, once running predictions and training have ended; may be called again. */
    @Override
    public synchronized void close() {
        copy.writeLock().lock();
        try {
            if (predictor != null) {
                predictor.close();
                predictor = null;
            }
            model.close();
        } finally {
            copy.writeLock().unlock();
        }
    }
}
