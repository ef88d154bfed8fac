package dev.updraft;

import java.util.List;

/**
 * Predicts with the weights that a model had when {@link Model#predictor} was called. Any number of threads may share one;
 * training the model further, or closing it, does not touch it.
 *
 * <p>A sample is its inputs' values one behind the other, in the order of the model's inputs: float32, row-major, images
 * channels-last. A prediction is the output's values, row-major: probabilities of a model with a cross-entropy loss.
 */
public interface Predictor extends AutoCloseable {

    /**
     * Predicts one sample.
     *
     * @throws IllegalArgumentException if the sample has a wrong number of values
     * @throws IllegalStateException if closed
     */
    float[] predict(float[] sample);

    /** Predicts several samples; as {@link #predict(float[])}, and faster than one at a time. */
    List<float[]> predict(List<float[]> samples);

    /** Frees its memory, once running predictions have ended. */
    @Override
    void close();
}
