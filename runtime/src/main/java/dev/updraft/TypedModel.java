package dev.updraft;

import dev.updraft.compiler.dump.Architecture;
import dev.updraft.compiler.ops.Op;
import dev.updraft.data.Dataset;
import dev.updraft.engine.ClosedException;
import dev.updraft.history.History;
import dev.updraft.metrics.Evaluation;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingListener;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.WeightsException;
import dev.updraft.weights.internal.ModelWeights;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The base of generated classes: a model that any number of threads can predict with while one thread trains it.
 * Predictions use a copy of the weights, which is updated when training has ended; the first prediction waits for that if
 * there is no copy yet.
 *
 * <p>A sample is an array for every input of the model, in their order, or an array or segment with the values of all
 * inputs one behind the other: float32, row-major, images channels-last. Methods that give a number, or write into room
 * that they are given, allocate nothing for a sample in one piece on the {@code cpu} engine, once there have been as many
 * calls at the same time.
 */
public final class TypedModel implements AutoCloseable {
    private final Model model;
    private final PredictionShape shape;
    private volatile @Nullable Copy copy;
    private @Nullable Batching batching;

    /** Weights to predict with, and how often the model's had changed by then. */
    private record Copy(AbstractPredictor predictor, int changes) {}

    private TypedModel(Model model) {
        this.model = model;
        shape = PredictionShape.of(model.compiled());
    }

    /** A model with initial weights, on the device set in its file. */
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
     * A model with the weights of a file, on the device set in its model file.
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
        ModelWeights.requireFit(weights, compiled.program().variables());
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
                            + difference.get().second() + "\n  train " + compiled.name()
                            + " again, or take the weights that were trained with it");
        }
    }

    private static boolean holdsModel(Path weights) {
        try (var file = SafetensorsFile.open(weights)) {
            return ModelWeights.holdsModel(file);
        }
    }

    /** The underlying model, which may be used by one thread at a time, and not while another one trains. */
    public Model model() {
        return model;
    }

    /** From now on, batches concurrent calls. */
    public synchronized void batch(Batching calls) {
        batching = calls;
        if (copy != null) {
            replace();
        }
    }

    /**
     * Predictions from samples of another type.
     *
     * @param writer writes a sample, all inputs of it
     */
    public <S> TypedPredictor<S> predictor(BiConsumer<S, TypedSample> writer) {
        return new TypedPredictor<>(this, shape, writer);
    }

    /** Same as {@link CompiledModel#summary}. */
    public String summary() {
        return model.summary();
    }

    /**
     * The output's values for one sample.
     *
     * @throws IllegalArgumentException if an input has the wrong number of values
     */
    public float[] values(float[]... sample) {
        var values = new float[shape.predictionSize()];
        one(sample, ResultForm.FLOATS, values);
        return values;
    }

    /** As {@link #values(float[]...)}. */
    public float[] values(MemorySegment sample) {
        var values = new float[shape.predictionSize()];
        writeValues(sample, values);
        return values;
    }

    /**
     * The output's values for several samples, each in one array.
     *
     * @throws IllegalArgumentException if one has the wrong number of values
     */
    public List<float[]> values(List<float[]> samples) {
        shape.requireSamples(samples);
        var values = new float[samples.size()][shape.predictionSize()];
        if (values.length > 0) {
            predict(SampleForm.LIST, samples, values.length, ResultForm.ROWS, values);
        }
        return Arrays.asList(values);
    }

    /**
     * Writes the output's values for one sample.
     *
     * @param values receives the values; must have exactly their number
     * @throws IllegalArgumentException if there is the wrong number of values
     */
    public void writeValues(float[] sample, float[] values) {
        shape.requireRoom(values.length, 1);
        one(sample, ResultForm.FLOATS, values);
    }

    /** As {@link #writeValues(float[], float[])}. */
    public void writeValues(MemorySegment sample, float[] values) {
        shape.requireRoom(values.length, 1);
        one(sample, ResultForm.FLOATS, values);
    }

    /**
     * The output's only value for one sample.
     *
     * @throws IllegalArgumentException if an input has the wrong number of values
     */
    public float value(float[]... sample) {
        return (float) one(sample, ResultForm.VALUE, this);
    }

    /** As {@link #value(float[]...)}. */
    public float value(float[] sample) {
        return (float) one(sample, ResultForm.VALUE, this);
    }

    /** As {@link #value(float[]...)}. */
    public float value(MemorySegment sample) {
        return (float) one(sample, ResultForm.VALUE, this);
    }

    /**
     * The probability of each class for one sample.
     *
     * @throws IllegalArgumentException if an input has the wrong number of values
     */
    public float[] probabilities(float[]... sample) {
        var probabilities = new float[shape.classes()];
        one(sample, ResultForm.PROBABILITIES, probabilities);
        return probabilities;
    }

    /** As {@link #probabilities(float[]...)}. */
    public float[] probabilities(MemorySegment sample) {
        var probabilities = new float[shape.classes()];
        writeProbabilities(sample, probabilities);
        return probabilities;
    }

    /**
     * Writes the probability of each class for one sample.
     *
     * @param probabilities receives one probability per class
     * @throws IllegalArgumentException if there is the wrong number of values
     */
    public void writeProbabilities(float[] sample, float[] probabilities) {
        requireClasses(probabilities);
        one(sample, ResultForm.PROBABILITIES, probabilities);
    }

    /** As {@link #writeProbabilities(float[], float[])}. */
    public void writeProbabilities(MemorySegment sample, float[] probabilities) {
        requireClasses(probabilities);
        one(sample, ResultForm.PROBABILITIES, probabilities);
    }

    private void requireClasses(float[] probabilities) {
        if (probabilities.length != shape.classes()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "there is room for %d probabilities, but there are %d classes",
                    probabilities.length,
                    shape.classes()));
        }
    }

    /**
     * The number of the most likely class of one sample, from 0.
     *
     * @throws IllegalArgumentException if an input has the wrong number of values
     */
    public int classOf(float[]... sample) {
        return (int) one(sample, ResultForm.CLASS, this);
    }

    /** As {@link #classOf(float[]...)}. */
    public int classOf(float[] sample) {
        return (int) one(sample, ResultForm.CLASS, this);
    }

    /** As {@link #classOf(float[]...)}. */
    public int classOf(MemorySegment sample) {
        return (int) one(sample, ResultForm.CLASS, this);
    }

    /**
     * The numbers of the most likely classes of several samples, each in one array.
     *
     * @throws IllegalArgumentException if one has the wrong number of values
     */
    public List<Integer> classesOf(List<float[]> samples) {
        shape.requireSamples(samples);
        var classes = new int[samples.size()];
        if (classes.length > 0) {
            predict(SampleForm.LIST, samples, classes.length, ResultForm.CLASSES, classes);
        }
        return IntStream.of(classes).boxed().toList();
    }

    /**
     * The numbers of the most likely classes at each position of one sample, for a model with a class per position.
     *
     * @throws IllegalArgumentException if an input has the wrong number of values
     */
    public int[] classesAt(float[]... sample) {
        return likeliest(values(sample));
    }

    /** As {@link #classesAt(float[]...)}. */
    public int[] classesAt(MemorySegment sample) {
        return likeliest(values(sample));
    }

    /** As {@link #classesAt(float[]...)}, of several samples, each in one array. */
    public List<int[]> classesAt(List<float[]> samples) {
        return values(samples).stream().map(this::likeliest).toList();
    }

    int[] likeliest(float[] values) {
        var problem = shape.outputs().getFirst().problem();
        return likeliest(values, 0, problem.width(), problem.positions());
    }

    /**
     * The number of the class that an output predicts: the likeliest, or of two classes with a threshold the second if its
     * probability reaches that.
     *
     * @param values of all outputs of a sample
     * @param output its place among the outputs
     * @throws IllegalStateException if a probability is NaN
     */
    public int classOf(float[] values, int output) {
        var from = 0;
        for (var before = 0; before < output; before++) {
            from += shape.outputSize(before);
        }
        return decided(
                values,
                from,
                shape.outputSize(output),
                model.threshold(shape.outputs().get(output).name()));
    }

    /**
     * As {@link #likeliest(float[], int, int)}, or of two classes with a threshold the second if its probability, the last value,
     * reaches that.
     *
     * @param threshold null for the likeliest
     */
    public static int decided(float[] values, int from, int width, @Nullable Double threshold) {
        var likeliest = likeliest(values, from, width);
        return threshold == null ? likeliest : values[from + width - 1] >= threshold ? 1 : 0;
    }

    /**
     * The number of the largest value, the first if there are several; of a single probability, whether it is above a half.
     *
     * @param values of all outputs of a sample
     * @param from where those of the output begin
     * @param width how many there are
     * @throws IllegalStateException if one is NaN, as there is no most likely class then
     */
    public static int likeliest(float[] values, int from, int width) {
        var best = from;
        for (var i = from; i < from + width; i++) {
            if (Float.isNaN(values[i])) {
                throw new IllegalStateException("a probability is NaN, so no class is the likeliest: the sample or the"
                        + " weights hold NaN, or numbers so large that they overflow");
            }
            best = values[i] > values[best] ? i : best;
        }
        return width == 1 ? values[from] > 0.5f ? 1 : 0 : best - from;
    }

    /** As {@link #likeliest(float[], int, int)}, at each of {@code places} one behind the other. */
    public static int[] likeliest(float[] values, int from, int width, int places) {
        var classes = new int[places];
        Arrays.setAll(classes, place -> likeliest(values, from + place * width, width));
        return classes;
    }

    private <R> double one(float[] sample, ResultForm<R> wanted, R result) {
        shape.requireSample(sample.length);
        return predict(SampleForm.FLOATS, sample, 1, wanted, result);
    }

    private <R> double one(MemorySegment sample, ResultForm<R> wanted, R result) {
        shape.requireSampleBytes(sample.byteSize());
        return predict(SampleForm.SEGMENT, sample, 1, wanted, result);
    }

    private <R> double one(float[][] sample, ResultForm<R> wanted, R result) {
        if (sample.length == 1) {
            return one(sample[0], wanted, result); // The values of all inputs, one behind the other.
        }
        requireInputs(sample);
        return predict(SampleForm.INPUTS, sample, 1, wanted, result);
    }

    /**
     * A sample of an array for every input as one array, which the methods with lists take.
     *
     * @throws IllegalArgumentException if an input has the wrong number of values
     */
    public float[] joined(float[]... sample) {
        requireInputs(sample);
        var values = new float[shape.sampleSize()];
        var next = 0;
        for (var input : sample) {
            System.arraycopy(input, 0, values, next, input.length);
            next += input.length;
        }
        return values;
    }

    private void requireInputs(float[]... sample) {
        var inputs = shape.inputs();
        if (sample.length != inputs.size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the sample is of %d arrays, but the model has %d inputs: %s",
                    sample.length,
                    inputs.size(),
                    inputs.stream().map(Op.Input::name).collect(Collectors.joining(", "))));
        }
        for (var i = 0; i < sample.length; i++) {
            shape.requireInput(i, sample[i].length);
        }
    }

    <S, R> double predict(SampleForm<S> given, S samples, int count, ResultForm<R> wanted, R results) {
        while (true) {
            var current = copy;
            if (current != null && current.changes == model.changes()) {
                try {
                    return current.predictor.predict(given, samples, count, wanted, results);
                } catch (ClosedException _) {
                    // Another copy has taken its place since, or the model is closed: renew() knows.
                }
            }
            renew();
        }
    }

    private synchronized void renew() {
        var current = copy;
        if (current == null || current.changes != model.changes()) {
            replace();
        }
    }

    /** The new copy is there before the old one goes: whom that sends away finds it. */
    private void replace() {
        var old = copy;
        copy = new Copy(model.serving(batching), model.changes());
        if (old != null) {
            old.predictor.close();
        }
    }

    /** As {@link Model#fit(Dataset, FitOptions, TrainingListener...)}. */
    public synchronized History fit(Dataset data, FitOptions options, TrainingListener... listeners) {
        var history = model.fit(data, options, listeners);
        if (copy != null) {
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

    /**
     * Frees its memory, after running predictions have ended; ends a training like {@link Model#close}. It can be called
     * repeatedly.
     */
    @Override
    public void close() {
        model.close(); // Without the lock, which a training has to its end.
        closeCopy();
    }

    private synchronized void closeCopy() {
        var last = copy;
        copy = null;
        if (last != null) {
            last.predictor.close();
        }
    }
}
