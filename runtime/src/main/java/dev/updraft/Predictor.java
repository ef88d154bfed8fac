package dev.updraft;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Predicts with the weights that a model had when {@link Model#predictor} was called. Any number of threads may share one;
 * training the model further, or closing it, does not touch it. With {@link Batching}, an interrupted thread that waits for
 * others gets a {@link java.util.concurrent.CancellationException} and stays interrupted; the others get their answers.
 *
 * <p>A sample is its inputs' values one behind the other, in the order of the model's inputs: float32, row-major, images
 * channels-last. A prediction is the output's values, row-major: probabilities of a model with a cross-entropy loss.
 *
 * <p>The methods that take room for the predictions allocate nothing on the {@code cpu} engine, once there have been calls
 * as large and as many at the same time.
 */
public interface Predictor extends AutoCloseable {

    /**
     * Predicts one sample.
     *
     * @throws IllegalArgumentException if the sample has a wrong number of values
     * @throws IllegalStateException if closed
     */
    float[] predict(float[] sample);

    /**
     * Predicts one sample, or several that lie one behind the other.
     *
     * @param predictions receives the predictions in the same order: just as large as they are
     * @throws IllegalArgumentException if there is a wrong number of values
     * @throws IllegalStateException if closed
     */
    void predict(float[] samples, float[] predictions);

    /**
     * As {@link #predict(float[], float[])}.
     *
     * @param samples values of float32 in this machine's order of bytes, on the heap or off it
     */
    void predict(MemorySegment samples, float[] predictions);

    /** As {@link #predict(MemorySegment, float[])}; the predictions are such values too. */
    void predict(MemorySegment samples, MemorySegment predictions);

    /** Predicts several samples; as {@link #predict(float[])}, and faster than one at a time. */
    List<float[]> predict(List<float[]> samples);

    /** Frees its memory, once running predictions have ended. */
    @Override
    void close();
}
