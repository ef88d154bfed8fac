package dev.updraft;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Predicts with the weights that a model had when {@link Model#predictor} was called. Any number of threads can share it;
 * training or closing the model does not affect it. With {@link Batching}, an interrupted thread that waits for others gets
 * a {@link java.util.concurrent.CancellationException} and stays interrupted; the others get their results.
 *
 * <p>A sample is the concatenation of its inputs' values, in the order of the model's inputs: float32, row-major, images
 * channels-last. A prediction is the output's values, row-major: probabilities for a model with a cross-entropy loss.
 *
 * <p>Methods that write into a given array or segment allocate nothing on the {@code cpu} engine, once there have been as
 * many concurrent calls of the same size.
 */
public interface Predictor extends AutoCloseable {

    /**
     * Predicts one sample.
     *
     * @throws IllegalArgumentException if the sample has the wrong number of values
     * @throws IllegalStateException if closed
     */
    float[] predict(float[] sample);

    /**
     * Predicts one sample, or several concatenated ones.
     *
     * @param predictions receives the predictions in the same order; must have exactly their size
     * @throws IllegalArgumentException if there is the wrong number of values
     * @throws IllegalStateException if closed
     */
    void predict(float[] samples, float[] predictions);

    /**
     * As {@link #predict(float[], float[])}.
     *
     * @param samples float32 values in native byte order, on or off the heap
     */
    void predict(MemorySegment samples, float[] predictions);

    /** Same as {@link #predict(MemorySegment, float[])}, with predictions in the same format. */
    void predict(MemorySegment samples, MemorySegment predictions);

    /** Predicts several samples; same as {@link #predict(float[])}, but faster than one at a time. */
    List<float[]> predict(List<float[]> samples);

    /** Frees its memory, after running predictions have ended. */
    @Override
    void close();
}
