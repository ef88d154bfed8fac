package dev.updraft.training.closed;

import dev.updraft.compiler.layers.ClosedLayer.GaussianMixture;
import dev.updraft.compiler.layers.ClosedLayer.KMeans;
import dev.updraft.training.TrainingException;
import dev.updraft.trees.Workers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Expectation and maximization, in float64, each component with a covariance of its own. */
final class MixtureLearning {
    private final GaussianMixture layer;
    private final LearningRows rows;
    private final Workers workers;
    private final int features;
    /** How likely each row is of each component: row after row. */
    private final double[] shares;

    private final double[] logWeights;
    private final double[][] means;
    /** Of each component the lower triangle {@code L} with {@code L · Lᵀ} its covariance. */
    private final double[][][] factors;

    MixtureLearning(GaussianMixture layer, LearningRows rows, Workers workers) {
        this.layer = layer;
        this.rows = rows;
        this.workers = workers;
        features = rows.features();
        shares = new double[Math.multiplyExact(rows.rows(), layer.components())];
        logWeights = new double[layer.components()];
        means = new double[layer.components()][features];
        factors = new double[layer.components()][features][features];
    }

    /**
     * Learns the weights, by their names.
     *
     * @param notices hears how it went
     * @throws TrainingException if there are fewer distinct samples than components, or a covariance has no inverse
     */
    static Map<String, float[]> learn(
            GaussianMixture layer, LearningRows rows, long seed, Workers workers, Consumer<String> notices) {
        var learning = new MixtureLearning(layer, rows, workers);
        learning.begin(seed);
        var likelihood = learning.run();
        notices.accept(String.format(
                Locale.ROOT,
                "gaussian_mixture: %d components of %,d samples after %d iterations; mean log-likelihood %.6g%s",
                layer.components(),
                rows.rows(),
                likelihood.iterations,
                likelihood.mean,
                likelihood.hasConverged ? "" : ", which still grew: set max_iterations higher"));
        return learning.weights();
    }

    /** Where it has come to. */
    record Likelihood(double mean, int iterations, boolean hasConverged) {}

    /** Each row wholly of the nearest of k_means's centres. */
    private void begin(long seed) {
        begin(KMeansLearning.nearest(
                new KMeans(layer.components(), 1, 300, 1e-4, KMeans.ALL), rows, seed, workers, "gaussian_mixture"));
    }

    /** From the shares as they are. */
    Likelihood run() {
        maximize();
        var before = Double.NEGATIVE_INFINITY;
        for (var iteration = 1; iteration <= layer.maxIterations(); iteration++) {
            var mean = expect();
            maximize();
            if (Math.abs(mean - before) < layer.tolerance()) {
                return new Likelihood(mean, iteration, true);
            }
            before = mean;
        }
        return new Likelihood(before, layer.maxIterations(), false);
    }

    /** Each row wholly of one component. */
    void begin(int[] nearest) {
        for (var row = 0; row < rows.rows(); row++) {
            shares[row * layer.components() + nearest[row]] = 1;
        }
    }

    /** Sets the shares; gives the mean log-likelihood of a row. */
    double expect() {
        var constants = new double[layer.components()];
        for (var component = 0; component < constants.length; component++) {
            constants[component] = constant(component);
        }
        var sums = new double[rows.blocks().length];
        workers.run(rows.blocks().length, (block, _) -> {
            var numbers = rows.blocks()[block];
            var logs = new double[constants.length];
            var solved = new double[features];
            for (var row = 0; row < rows.rowsOf(block); row++) {
                var most = Double.NEGATIVE_INFINITY;
                for (var component = 0; component < constants.length; component++) {
                    var length = length(component, numbers, row * features, solved);
                    logs[component] = constants[component] - length / 2;
                    most = Math.max(most, logs[component]);
                }
                var sum = 0.0;
                for (var log : logs) {
                    sum += Math.exp(log - most);
                }
                var total = most + Math.log(sum);
                sums[block] += total;
                var at = (block * LearningRows.BLOCK + row) * constants.length;
                for (var component = 0; component < constants.length; component++) {
                    shares[at + component] = Math.exp(logs[component] - total);
                }
            }
        });
        return Arrays.stream(sums).sum() / rows.rows();
    }

    /** What does not depend on a row: {@code log weight - log det L - features / 2 · log 2π}. */
    private double constant(int component) {
        var determinant = 0.0;
        for (var i = 0; i < features; i++) {
            determinant += Math.log(factors[component][i][i]);
        }
        return logWeights[component] - determinant - features * Math.log(2 * Math.PI) / 2;
    }

    /** The squared length of {@code L⁻¹ (x - mean)}. */
    private double length(int component, float[] numbers, int at, double[] solved) {
        var factor = factors[component];
        var length = 0.0;
        for (var i = 0; i < features; i++) {
            var value = numbers[at + i] - means[component][i];
            for (var j = 0; j < i; j++) {
                value -= factor[i][j] * solved[j];
            }
            solved[i] = value / factor[i][i];
            length += solved[i] * solved[i];
        }
        return length;
    }

    /** Weights, means and covariances as the shares have them; each component is summed in the order of the rows. */
    private void maximize() {
        workers.run(layer.components(), (component, _) -> {
            var sum = 10 * Math.ulp(1.0); // As scikit-learn, so that none is divided by 0.
            var mean = new double[features];
            for (var row = 0; row < rows.rows(); row++) {
                var share = shares[row * layer.components() + component];
                sum += share;
                for (var i = 0; i < features; i++) {
                    mean[i] += share * rows.value(row, i);
                }
            }
            var all = sum;
            Arrays.setAll(mean, i -> mean[i] / all);
            var covariance = new double[features][features];
            var difference = new double[features];
            for (var row = 0; row < rows.rows(); row++) {
                var share = shares[row * layer.components() + component];
                for (var i = 0; i < features; i++) {
                    difference[i] = rows.value(row, i) - mean[i];
                    for (var j = 0; j <= i; j++) {
                        covariance[i][j] += share * difference[i] * difference[j];
                    }
                }
            }
            for (var i = 0; i < features; i++) {
                for (var j = 0; j <= i; j++) {
                    covariance[i][j] /= sum;
                }
                covariance[i][i] += layer.regularization();
            }
            logWeights[component] = Math.log(sum / rows.rows());
            means[component] = mean;
            factors[component] = factor(covariance);
        });
    }

    /** Cholesky's. */
    private static double[][] factor(double[][] covariance) {
        var size = covariance.length;
        var factor = new double[size][size];
        for (var i = 0; i < size; i++) {
            for (var j = 0; j <= i; j++) {
                var value = covariance[i][j];
                for (var k = 0; k < j; k++) {
                    value -= factor[i][k] * factor[j][k];
                }
                if (i != j) {
                    factor[i][j] = value / factor[j][j];
                } else if (value > 0) {
                    factor[i][i] = Math.sqrt(value);
                } else {
                    throw new TrainingException(
                            "gaussian_mixture has found a component whose samples lie in a plane, so that"
                                    + " its covariance has no inverse: set fewer components, or regularization: 0.001");
                }
            }
        }
        return factor;
    }

    private Map<String, float[]> weights() {
        var components = layer.components();
        var constants = new float[components];
        var centers = new float[components * features];
        var precisions = new float[components * features * features];
        for (var component = 0; component < components; component++) {
            constants[component] = (float) constant(component);
            var inverse = inverse(factors[component]);
            for (var i = 0; i < features; i++) {
                centers[component * features + i] = (float) means[component][i];
                for (var j = 0; j < features; j++) {
                    // Row i of L⁻¹ transposed: |L⁻¹ d|² = |d · P|².
                    precisions[i * components * features + component * features + j] = (float) inverse[j][i];
                }
            }
        }
        var offset = new float[features];
        var all = rows.means();
        for (var i = 0; i < features; i++) {
            offset[i] = (float) all[i];
        }
        return Map.of(
                GaussianMixture.LOG_WEIGHTS, constants,
                GaussianMixture.MEANS, centers,
                GaussianMixture.OFFSET, offset,
                GaussianMixture.PRECISIONS, precisions);
    }

    /** Of a lower triangle. */
    private static double[][] inverse(double[][] lower) {
        var size = lower.length;
        var inverse = new double[size][size];
        for (var column = 0; column < size; column++) {
            for (var i = column; i < size; i++) {
                var value = i == column ? 1.0 : 0.0;
                for (var k = column; k < i; k++) {
                    value -= lower[i][k] * inverse[k][column];
                }
                inverse[i][column] = value / lower[i][i];
            }
        }
        return inverse;
    }
}
