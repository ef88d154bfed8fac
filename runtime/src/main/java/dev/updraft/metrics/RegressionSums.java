package dev.updraft.metrics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over errors of real numbers, column by column, in float64. Definitions are those of scikit-learn with
 * {@code multioutput="uniform_average"}: each metric is the mean of the columns' metrics.
 */
final class RegressionSums {
    /** What a target of 0 counts as where it divides: the epsilon of float64, as in scikit-learn. */
    private static final double SMALLEST_TARGET = 0x1p-52;

    private final int width;
    private final double[] absolute;
    private final double[] squared;
    private final double[] relative;
    /**
     * Weighted mean of the targets, and sum of squared differences from it, by Welford's update (Technometrics 4, 1962) as West
     * has it for weights (Communications of the ACM 22, 1979).
     */
    private final double[] mean;

    private final double[] spread;
    private long samples;
    private double weights;
    private double weight;

    RegressionSums(int width) {
        this.width = width;
        absolute = new double[width];
        squared = new double[width];
        relative = new double[width];
        mean = new double[width];
        spread = new double[width];
    }

    /** Values per sample. */
    int width() {
        return width;
    }

    /**
     * The next sample; {@link #add} gives its columns.
     *
     * @param itsWeight above 0
     */
    void next(double itsWeight) {
        samples++;
        weight = itsWeight;
        weights += itsWeight;
    }

    /** A column of the sample that {@link #next} began. */
    void add(int column, double target, double prediction) {
        var error = prediction - target;
        absolute[column] += weight * Math.abs(error);
        squared[column] += weight * (error * error);
        relative[column] += weight * Math.abs(error) / Math.max(Math.abs(target), SMALLEST_TARGET);
        var distance = target - mean[column];
        mean[column] += weight * distance / weights;
        spread[column] += weight * distance * (target - mean[column]);
    }

    void reset() {
        samples = 0;
        weights = 0;
        Arrays.fill(absolute, 0);
        Arrays.fill(squared, 0);
        Arrays.fill(relative, 0);
        Arrays.fill(mean, 0);
        Arrays.fill(spread, 0);
    }

    double meanAbsoluteError() {
        return samples == 0 ? 0 : Arrays.stream(absolute).sum() / weights / width;
    }

    double meanSquaredError() {
        return samples == 0 ? 0 : Arrays.stream(squared).sum() / weights / width;
    }

    double rootMeanSquaredError() {
        return samples == 0
                ? 0
                : Arrays.stream(squared).map(sum -> Math.sqrt(sum / weights)).sum() / width;
    }

    double meanAbsolutePercentageError() {
        return samples == 0 ? 0 : Arrays.stream(relative).sum() / weights / width;
    }

    /**
     * 1 - residual / spread; where all targets of a column agree, 1 if predicted exactly and 0 if not. NaN of a single
     * sample, which has no spread.
     */
    double r2() {
        if (samples == 1) {
            return Double.NaN;
        }
        var sum = 0.0;
        for (var column = 0; column < width; column++) {
            if (spread[column] != 0) {
                sum += 1 - squared[column] / spread[column];
            } else {
                sum += squared[column] == 0 ? 1 : 0;
            }
        }
        return sum / width;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(samples);
        out.writeDouble(weights);
        for (var sums : List.of(absolute, squared, relative, mean, spread)) {
            StoredArrays.write(out, sums);
        }
    }

    void read(DataInput in) throws IOException {
        samples = in.readLong();
        weights = in.readDouble();
        for (var sums : List.of(absolute, squared, relative, mean, spread)) {
            StoredArrays.read(in, sums);
        }
    }
}
