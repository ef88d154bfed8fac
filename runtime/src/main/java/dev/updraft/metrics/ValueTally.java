package dev.updraft.metrics;

import java.util.Arrays;

/**
 * Sums over errors of real numbers, column by column, in float64. Definitions are those of scikit-learn with
 * {@code multioutput="uniform_average"}: each figure is the mean of the columns' figures.
 */
final class ValueTally {
    private final int width;
    private final double[] absolute;
    private final double[] squared;
    /** Mean of the targets, and sum of squared differences from it, by Welford's update (Technometrics 4, 1962). */
    private final double[] mean;

    private final double[] spread;
    private long samples;

    ValueTally(int width) {
        this.width = width;
        absolute = new double[width];
        squared = new double[width];
        mean = new double[width];
        spread = new double[width];
    }

    /** Values a sample. */
    int width() {
        return width;
    }

    /** The next sample; {@link #add} gives its columns. */
    void next() {
        samples++;
    }

    /** A column of the sample that {@link #next} began. */
    void add(int column, double target, double prediction) {
        var error = prediction - target;
        absolute[column] += Math.abs(error);
        squared[column] += error * error;
        var distance = target - mean[column];
        mean[column] += distance / samples;
        spread[column] += distance * (target - mean[column]);
    }

    void reset() {
        samples = 0;
        Arrays.fill(absolute, 0);
        Arrays.fill(squared, 0);
        Arrays.fill(mean, 0);
        Arrays.fill(spread, 0);
    }

    double meanAbsoluteError() {
        return samples == 0 ? 0 : Arrays.stream(absolute).sum() / samples / width;
    }

    double meanSquaredError() {
        return samples == 0 ? 0 : Arrays.stream(squared).sum() / samples / width;
    }

    double rootMeanSquaredError() {
        return samples == 0
                ? 0
                : Arrays.stream(squared).map(sum -> Math.sqrt(sum / samples)).sum() / width;
    }

    /** 1 - residual / spread; where all targets of a column agree, 1 if predicted exactly and 0 if not. */
    double r2() {
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
}
