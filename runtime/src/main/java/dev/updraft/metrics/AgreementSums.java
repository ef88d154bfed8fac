package dev.updraft.metrics;

import dev.updraft.compiler.layers.Metric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Sums for metrics of real numbers that few ask for: how far predictions rise and fall with their targets, logarithms, largest errors.
 * Beside {@link RegressionSums}, and like these column by column with the mean over the columns.
 */
final class AgreementSums {
    private final int width;
    /** Weighted mean and sum of squared differences from it, by Welford's update, of targets, predictions and errors. */
    private final double[] targetMean;

    private final double[] targetSpread;
    private final double[] predictionMean;
    private final double[] predictionSpread;
    private final double[] errorMean;
    private final double[] errorSpread;
    /** Sum of the products of both differences from their means. */
    private final double[] together;

    private final double[] logarithms;
    private final double[] largest;
    private double cosines;
    private double weights;
    private double weight;
    /** Of the sample at hand, over its columns. */
    private double product;

    private double targetSquares;
    private double predictionSquares;

    /** @param width 0 where none of its metrics is asked for */
    AgreementSums(int width) {
        this.width = width;
        targetMean = new double[width];
        targetSpread = new double[width];
        predictionMean = new double[width];
        predictionSpread = new double[width];
        errorMean = new double[width];
        errorSpread = new double[width];
        together = new double[width];
        logarithms = new double[width];
        largest = new double[width];
    }

    static boolean measures(Metric metric) {
        return metric instanceof Metric.ExplainedVariance
                || metric instanceof Metric.Pearson
                || metric instanceof Metric.CosineSimilarity
                || metric instanceof Metric.RootMeanSquaredLogError
                || metric instanceof Metric.MaxError;
    }

    private List<double[]> columns() {
        return List.of(
                targetMean,
                targetSpread,
                predictionMean,
                predictionSpread,
                errorMean,
                errorSpread,
                together,
                logarithms,
                largest);
    }

    /** The next sample, of a weight above 0; {@link #add} gives its columns, in order. */
    void next(double itsWeight) {
        weight = itsWeight;
        weights += itsWeight;
        product = 0;
        targetSquares = 0;
        predictionSquares = 0;
    }

    void add(int column, double target, double prediction) {
        if (width == 0) {
            return;
        }
        var beforeTarget = target - targetMean[column];
        targetMean[column] += weight * beforeTarget / weights;
        var afterTarget = target - targetMean[column];
        targetSpread[column] += weight * beforeTarget * afterTarget;
        var beforePrediction = prediction - predictionMean[column];
        predictionMean[column] += weight * beforePrediction / weights;
        predictionSpread[column] += weight * beforePrediction * (prediction - predictionMean[column]);
        together[column] += weight * beforePrediction * afterTarget;
        var error = prediction - target;
        var beforeError = error - errorMean[column];
        errorMean[column] += weight * beforeError / weights;
        errorSpread[column] += weight * beforeError * (error - errorMean[column]);
        var logarithm = Math.log1p(prediction) - Math.log1p(target);
        logarithms[column] += weight * logarithm * logarithm;
        largest[column] = Math.max(largest[column], Math.abs(error));
        product += target * prediction;
        targetSquares += target * target;
        predictionSquares += prediction * prediction;
        if (column == width - 1 && targetSquares > 0 && predictionSquares > 0) {
            cosines += weight * product / (Math.sqrt(targetSquares) * Math.sqrt(predictionSquares));
        }
    }

    void reset() {
        weights = 0;
        cosines = 0;
        columns().forEach(sums -> Arrays.fill(sums, 0));
    }

    /** {@code 1 - var(error) / var(target)}; where all targets of a column agree, 1 if all its errors do and 0 if not. */
    double explainedVariance() {
        var sum = 0.0;
        for (var column = 0; column < width; column++) {
            if (targetSpread[column] != 0) {
                sum += 1 - errorSpread[column] / targetSpread[column];
            } else {
                sum += errorSpread[column] == 0 ? 1 : 0;
            }
        }
        return sum / width;
    }

    /** NaN where all targets or all predictions of a column agree. */
    double pearson() {
        var sum = 0.0;
        for (var column = 0; column < width; column++) {
            sum += together[column] / (Math.sqrt(targetSpread[column]) * Math.sqrt(predictionSpread[column]));
        }
        return sum / width;
    }

    /** NaN if a target or a prediction is below -1. */
    double rootMeanSquaredLogError() {
        return weights == 0
                ? 0
                : Arrays.stream(logarithms).map(sum -> Math.sqrt(sum / weights)).sum() / width;
    }

    double maxError() {
        return Arrays.stream(largest).sum() / width;
    }

    /** 0 of a sample whose target or prediction is all 0. */
    double cosineSimilarity() {
        return weights == 0 ? 0 : cosines / weights;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(weights);
        out.writeDouble(cosines);
        for (var sums : columns()) {
            StoredArrays.write(out, sums);
        }
    }

    void read(DataInput in) throws IOException {
        weights = in.readDouble();
        cosines = in.readDouble();
        for (var sums : columns()) {
            StoredArrays.read(in, sums);
        }
    }
}
