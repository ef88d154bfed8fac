package dev.updraft;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Predictions from samples of a generated class's own type, which it writes into the memory that the engine computes from. Any
 * number of threads can share it. Methods that give a number allocate nothing on the {@code cpu} engine, once there have been as
 * many calls at the same time, if writing a sample does not.
 *
 * @param <S> a sample
 */
public final class TypedPredictor<S> {
    private final TypedModel model;
    private final PredictionShape shape;
    private final SampleForm<S> one;
    private final SampleForm<List<S>> several;

    TypedPredictor(TypedModel model, PredictionShape shape, BiConsumer<S, TypedSample> writer) {
        this.model = model;
        this.shape = shape;
        one = (sample, _, buffers, row) ->
                writer.accept(requireNonNull(sample, "the sample must not be null"), buffers.sample(row));
        several = (samples, index, buffers, row) -> one.copy(samples.get(index), index, buffers, row);
    }

    /**
     * The output's only value for one sample.
     *
     * @throws IllegalArgumentException if a value is missing that the model needs, or does not fit
     */
    public float value(S sample) {
        return (float) model.predict(one, sample, 1, ResultForm.VALUE, this);
    }

    /** The output's values for one sample; throws as {@link #value}. */
    public float[] values(S sample) {
        var values = new float[shape.predictionSize()];
        model.predict(one, sample, 1, ResultForm.FLOATS, values);
        return values;
    }

    /** The output's values for several samples; throws as {@link #value}. */
    public List<float[]> values(List<S> samples) {
        var values = new float[samples.size()][shape.predictionSize()];
        if (values.length > 0) {
            model.predict(several, samples, values.length, ResultForm.ROWS, values);
        }
        return Arrays.asList(values);
    }

    /** The probability of each class for one sample; throws as {@link #value}. */
    public float[] probabilities(S sample) {
        var probabilities = new float[shape.classes()];
        model.predict(one, sample, 1, ResultForm.PROBABILITIES, probabilities);
        return probabilities;
    }

    /** The number of the most likely class of one sample, from 0; throws as {@link #value}. */
    public int classOf(S sample) {
        return (int) model.predict(one, sample, 1, ResultForm.CLASS, this);
    }

    /** The numbers of the most likely classes of several samples; throws as {@link #value}. */
    public List<Integer> classesOf(List<S> samples) {
        var classes = new int[samples.size()];
        if (classes.length > 0) {
            model.predict(several, samples, classes.length, ResultForm.CLASSES, classes);
        }
        return IntStream.of(classes).boxed().toList();
    }

    /** The numbers of the most likely classes at each position of one sample; throws as {@link #value}. */
    public int[] classesAt(S sample) {
        return model.likeliest(values(sample));
    }

    /** As {@link #classesAt(Object)}, of several samples. */
    public List<int[]> classesAt(List<S> samples) {
        return values(samples).stream().map(model::likeliest).toList();
    }
}
