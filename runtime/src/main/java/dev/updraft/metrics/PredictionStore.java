package dev.updraft.metrics;

import dev.updraft.compiler.layers.ProblemType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * All predictions and targets of a pass, for what sums cannot tell: rankings, curves, single samples. Where each place of a sample has
 * a class, the places are what is called samples here.
 */
final class PredictionStore {
    private final ProblemType problemType;
    private final double threshold;
    private final int width;
    private final int targetWidth;
    private final GrowableBuffer predictions = new GrowableBuffer();
    private final GrowableBuffer targets = new GrowableBuffer();
    /** One of each row; empty where all count the same. */
    private final GrowableBuffer weights = new GrowableBuffer();

    /** @param threshold probability from which on a sample is of the second of two classes; NaN for the likelier class */
    PredictionStore(ProblemType problemType, double threshold) {
        this.problemType = problemType;
        this.threshold = threshold;
        width = problemType.width();
        targetWidth = Math.max(1, problemType.values());
    }

    ProblemType problemType() {
        return problemType;
    }

    /** Predicted values per sample. */
    int width() {
        return width;
    }

    void add(
            int samples,
            MemorySegment batchPredictions,
            MemorySegment batchTargets,
            @Nullable MemorySegment batchWeights) {
        var rows = (long) samples * problemType.positions();
        predictions.add(batchPredictions, rows * width);
        targets.add(batchTargets, rows * targetWidth);
        if (batchWeights != null) {
            weights.add(batchWeights, samples);
        }
    }

    int samples() {
        return Math.toIntExact(predictions.size() / width);
    }

    /** How many numbers are kept. */
    long size() {
        return predictions.size() + targets.size() + weights.size();
    }

    /** What was predicted of a sample: its value in a column. */
    float prediction(int sample, int column) {
        return predictions.real((long) sample * width + column);
    }

    /** The true value in a column. */
    float target(int sample, int column) {
        return targets.real((long) sample * targetWidth + column);
    }

    /** The score that a sample is given for a class or label. */
    float score(int sample, int index) {
        return problemType instanceof ProblemType.BinaryClass && index == 0
                ? 1 - prediction(sample, 0)
                : prediction(sample, problemType instanceof ProblemType.BinaryClass ? 0 : index);
    }

    /** Whether a sample is of a class, or has a label. */
    boolean has(int sample, int index) {
        return problemType instanceof ProblemType.Labels ? target(sample, index) > 0.5f : actual(sample) == index;
    }

    /** How much a sample counts. */
    double weight(int sample) {
        return weights.size() == 0 ? 1 : weights.real(sample / problemType.positions());
    }

    /** The class of a sample, where classes exclude each other. */
    int actual(int sample) {
        if (!(problemType instanceof ProblemType.OneHot)) {
            return targets.whole(sample);
        }
        var best = 0;
        for (var i = 1; i < targetWidth; i++) {
            best = target(sample, i) > target(sample, best) ? i : best;
        }
        return best;
    }

    /** The class that a sample was taken for, where classes exclude each other. */
    int guess(int sample) {
        if (!Double.isNaN(threshold)) {
            return score(sample, 1) >= threshold ? 1 : 0;
        }
        if (problemType instanceof ProblemType.BinaryClass) {
            return prediction(sample, 0) > 0.5f ? 1 : 0;
        }
        var best = 0;
        for (var i = 1; i < width; i++) {
            best = prediction(sample, i) > prediction(sample, best) ? i : best;
        }
        return best;
    }

    void clear() {
        predictions.clear();
        targets.clear();
        weights.clear();
    }

    void write(DataOutput out) throws IOException {
        predictions.write(out);
        targets.write(out);
        out.writeBoolean(weights.size() > 0);
        if (weights.size() > 0) {
            weights.write(out);
        }
    }

    void read(DataInput in, long samples) throws IOException {
        var rows = Math.multiplyExact(samples, (long) problemType.positions());
        predictions.read(in, Math.multiplyExact(rows, (long) width));
        targets.read(in, Math.multiplyExact(rows, (long) targetWidth));
        if (in.readBoolean()) {
            weights.read(in, samples);
        }
    }
}
