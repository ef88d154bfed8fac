package dev.updraft.training.linear;

import java.util.Arrays;

/**
 * What is made smallest: the mean loss of the samples, {@code Σ l2 / 2 · w²} and {@code Σ l1 · |w|}, over weights of standardised
 * features. Weights are by output, then column.
 */
final class LinearProblem {
    private final FeatureRows rows;
    private final SampleLoss loss;
    private final double[] l1;
    private final double[] l2;

    /**
     * What is known of weights.
     *
     * @param value what is made smallest
     * @param gradient of all but the absolute values
     * @param curvatures of the samples' losses, by output
     */
    record Position(double[][] weights, double value, double[][] gradient, double[][] curvatures) {}

    /**
     * @param l1 of the weights of the features as they are
     * @param l2 of the same
     */
    LinearProblem(FeatureRows rows, SampleLoss loss, double l1, double l2) {
        this.rows = rows;
        this.loss = loss;
        this.l1 = new double[rows.columns()];
        this.l2 = new double[rows.columns()];
        for (var feature = 0; feature < rows.features(); feature++) {
            var scale = rows.scale(feature);
            this.l1[feature] = scale == 0 ? 0 : l1 / scale;
            this.l2[feature] = scale == 0 ? 1 : l2 / (scale * scale);
        }
    }

    FeatureRows rows() {
        return rows;
    }

    int outputs() {
        return loss.outputs();
    }

    double l1(int column) {
        return l1[column];
    }

    double l2(int column) {
        return l2[column];
    }

    boolean hasL1() {
        return Arrays.stream(l1).anyMatch(factor -> factor > 0);
    }

    /**
     * Adds a penalty on squares that is too small to be seen, so that of weights that fit alike those with the smallest squares
     * are the best.
     *
     * @param share of the curvature
     */
    void steady(double share) {
        var mean = 0.0;
        for (var feature = 0; feature < rows.features(); feature++) {
            mean += rows.scale(feature) * rows.scale(feature);
        }
        mean /= rows.features();
        for (var feature = 0; feature < rows.features(); feature++) {
            var scale = rows.scale(feature);
            if (scale > 0) {
                l2[feature] += share * Math.clamp(mean / (scale * scale), 0.1, 100);
            }
        }
    }

    /** Computes all that is known of weights. */
    Position at(double[][] weights) {
        var outputs = loss.outputs();
        var samples = loss.samples();
        var scores = scores(weights);
        var slopes = new double[outputs][samples];
        var curvatures = new double[outputs][samples];
        var value = loss.compute(scores, slopes, curvatures) / samples;
        var gradient = new double[outputs][];
        for (var output = 0; output < outputs; output++) {
            gradient[output] = rows.sums(slopes[output]);
            for (var column = 0; column < rows.columns(); column++) {
                var weight = weights[output][column];
                gradient[output][column] = gradient[output][column] / samples + l2[column] * weight;
                value += l2[column] / 2 * weight * weight + l1[column] * Math.abs(weight);
            }
        }
        return new Position(weights, value, gradient, curvatures);
    }

    /** By output, then sample. */
    double[][] scores(double[][] weights) {
        var scores = new double[loss.outputs()][loss.samples()];
        for (var output = 0; output < scores.length; output++) {
            rows.multiply(weights[output], scores[output]);
        }
        return scores;
    }

    /** The largest element of the gradient, of the subgradient that is nearest to 0 where there are absolute values. */
    double steepness(Position position) {
        var largest = 0.0;
        for (var output = 0; output < outputs(); output++) {
            for (var column = 0; column < rows.columns(); column++) {
                largest = Math.max(largest, Math.abs(slope(position, output, column)));
            }
        }
        return largest;
    }

    /** The largest element of the gradient of all but absolute values. */
    double gradientSize(Position position) {
        return Arrays.stream(position.gradient)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    private double slope(Position position, int output, int column) {
        var gradient = position.gradient[output][column];
        var weight = position.weights[output][column];
        return weight == 0
                ? Math.signum(gradient) * Math.max(0, Math.abs(gradient) - l1[column])
                : gradient + Math.signum(weight) * l1[column];
    }

    /** The slope of what is made smallest, along a direction, where that begins. */
    double slopeAhead(Position position, double[][] direction) {
        return slope(position, direction, position.weights, false);
    }

    /** The same, where a step along it ends. */
    double slopeBehind(Position position, double[][] direction, double[][] begun) {
        return slope(position, direction, begun, true);
    }

    private double slope(Position position, double[][] direction, double[][] begun, boolean isBehind) {
        var slope = 0.0;
        for (var output = 0; output < outputs(); output++) {
            for (var column = 0; column < rows.columns(); column++) {
                var along = direction[output][column];
                var weight = position.weights[output][column];
                var sign = weight != 0 ? Math.signum(weight) : isBehind ? Math.signum(begun[output][column]) : 0;
                slope += position.gradient[output][column] * along
                        + l1[column] * (sign == 0 ? Math.abs(along) : sign * along);
            }
        }
        return slope;
    }

    /** Whether the loss stays the same when all scores of a sample rise alike, as far as slopes tell. */
    boolean isShifted(Position position) {
        var bias = rows.columns() - 1;
        var sums = new double[rows.columns()];
        var largest = 0.0;
        for (var ofOutput : position.gradient) {
            for (var column = 0; column <= bias; column++) {
                sums[column] += ofOutput[column];
                largest = Math.max(largest, Math.abs(ofOutput[column]));
            }
        }
        var limit = 1e-5 * largest;
        return Arrays.stream(sums).allMatch(sum -> Math.abs(sum) <= limit);
    }
}
