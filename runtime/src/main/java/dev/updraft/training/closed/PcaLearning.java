package dev.updraft.training.closed;

import dev.updraft.compiler.layers.ClosedLayer.Pca;
import dev.updraft.training.TrainingException;
import dev.updraft.trees.Workers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Directions of largest variance: eigenvectors of the covariance matrix, in float64. */
final class PcaLearning {
    private PcaLearning() {}

    /**
     * Learns the weights, by their names.
     *
     * @param notices hears how it went
     * @throws TrainingException if there are fewer samples than components, or they do not vary
     */
    static Map<String, float[]> learn(Pca layer, LearningRows rows, Workers workers, Consumer<String> notices) {
        if (rows.rows() < Math.max(2, layer.components())) {
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "pca is to find %d %s, but the training data has only %d %s: set fewer components, or take more data",
                    layer.components(),
                    layer.components() == 1 ? "component" : "components",
                    rows.rows(),
                    rows.rows() == 1 ? "sample" : "samples"));
        }
        var means = rows.means();
        var covariance = covariance(rows, means, workers);
        var total = 0.0;
        for (var i = 0; i < covariance.length; i++) {
            total += covariance[i][i];
        }
        if (total == 0) {
            throw new TrainingException("pca finds no direction in which the " + rows.rows()
                    + " samples of the training data vary: they are all equal; correct the data");
        }
        var eigen = SymmetricEigen.of(covariance);
        var components = new float[layer.components() * rows.features()];
        var variances = new float[layer.components()];
        var explained = 0.0;
        for (var i = 0; i < layer.components(); i++) {
            var variance = Math.max(0, eigen.values()[i]);
            variances[i] = (float) variance;
            explained += variance;
            var vector = eigen.vectors()[i];
            var sign = sign(vector);
            for (var j = 0; j < vector.length; j++) {
                components[i * vector.length + j] = (float) (sign * vector[j]);
            }
        }
        notices.accept(String.format(
                Locale.ROOT,
                "pca: %d of %d components explain %.1f%% of the variance",
                layer.components(),
                rows.features(),
                100 * explained / total));
        var mean = new float[means.length];
        for (var i = 0; i < mean.length; i++) {
            mean[i] = (float) means[i];
        }
        return Map.of(
                Pca.MEAN, mean,
                Pca.COMPONENTS, components,
                Pca.VARIANCE, variances,
                Pca.TOTAL_VARIANCE, new float[] {(float) total});
    }

    /** That of the largest coefficient, by absolute value; the first of several. */
    private static int sign(double[] vector) {
        var largest = 0;
        for (var i = 1; i < vector.length; i++) {
            largest = Math.abs(vector[i]) > Math.abs(vector[largest]) ? i : largest;
        }
        return vector[largest] < 0 ? -1 : 1;
    }

    /** With n - 1 as divisor; each row of the matrix is summed in the order of the samples. */
    private static double[][] covariance(LearningRows rows, double[] means, Workers workers) {
        var features = rows.features();
        var matrix = new double[features][features];
        workers.run(features, (i, _) -> {
            var sums = matrix[i];
            for (var row = 0; row < rows.rows(); row++) {
                var block = rows.block(row);
                var at = rows.at(row);
                var x = block[at + i] - means[i];
                for (var j = i; j < features; j++) {
                    sums[j] += x * (block[at + j] - means[j]);
                }
            }
        });
        for (var i = 0; i < features; i++) {
            for (var j = i; j < features; j++) {
                matrix[i][j] /= rows.rows() - 1;
                matrix[j][i] = matrix[i][j];
            }
        }
        return matrix;
    }

}
