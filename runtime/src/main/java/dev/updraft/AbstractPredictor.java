package dev.updraft;

import static java.util.Objects.requireNonNull;

import dev.updraft.engine.ClosedException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** A predictor as callers see it: every way to give samples and to take predictions comes down to one. */
abstract sealed class AbstractPredictor implements Predictor permits PooledPredictor, BatchingPredictor {
    private final PredictionShape shape;

    AbstractPredictor(PredictionShape shape) {
        this.shape = shape;
    }

    PredictionShape shape() {
        return shape;
    }

    /**
     * Predicts samples whose number and sizes have been checked.
     *
     * @return the number that the form of the results gives for the last one
     * @throws ClosedException if closed
     */
    abstract <S, R> double predict(SampleForm<S> given, S samples, int count, ResultForm<R> wanted, R results);

    @Override
    public float[] predict(float[] sample) {
        requireNonNull(sample, "sample must not be null");
        shape.requireSample(sample.length);
        var prediction = new float[shape.predictionSize()];
        predict(SampleForm.FLOATS, sample, 1, ResultForm.FLOATS, prediction);
        return prediction;
    }

    @Override
    public void predict(float[] samples, float[] predictions) {
        requireNonNull(samples, "samples must not be null");
        requireNonNull(predictions, "predictions must not be null");
        var count = shape.samples(samples.length);
        shape.requireRoom(predictions.length, count);
        predict(SampleForm.FLOATS, samples, count, ResultForm.FLOATS, predictions);
    }

    @Override
    public void predict(MemorySegment samples, float[] predictions) {
        requireNonNull(samples, "samples must not be null");
        requireNonNull(predictions, "predictions must not be null");
        var count = shape.samplesInBytes(samples.byteSize());
        shape.requireRoom(predictions.length, count);
        predict(SampleForm.SEGMENT, samples, count, ResultForm.FLOATS, predictions);
    }

    @Override
    public void predict(MemorySegment samples, MemorySegment predictions) {
        requireNonNull(samples, "samples must not be null");
        requireNonNull(predictions, "predictions must not be null");
        var count = shape.samplesInBytes(samples.byteSize());
        shape.requireRoom(predictions.byteSize() / Float.BYTES, count);
        predict(SampleForm.SEGMENT, samples, count, ResultForm.SEGMENT, predictions);
    }

    @Override
    public List<float[]> predict(List<float[]> samples) {
        requireNonNull(samples, "samples must not be null");
        shape.requireSamples(samples);
        var predictions = new float[samples.size()][shape.predictionSize()];
        if (predictions.length > 0) {
            predict(SampleForm.LIST, samples, predictions.length, ResultForm.ROWS, predictions);
        }
        return Arrays.asList(predictions);
    }
}
