package dev.updraft.training.closed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.layers.ClosedLayer.KMeans;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.training.TrainingException;
import dev.updraft.trees.FeatureSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** k-means whose centres move after each batch. */
class MiniBatchLearningTest {
    private static final int ROWS = 30_000;
    private static final int FEATURES = 4;

    private static float[] values() {
        var values = new float[ROWS * FEATURES];
        for (var i = 0; i < ROWS; i++) {
            for (var j = 0; j < FEATURES; j++) {
                values[i * FEATURES + j] = (float)
                        (Math.sin(1.3 * i + 2.1 * j + 0.7 * (i % 1000) * j) * (j + 1) + (i * 7 % 11 % 3 == j ? 3 : 0));
            }
        }
        return values;
    }

    private static FeatureSource shuffled(float[] values, int features, int pass) {
        var order = Shuffle.order(values.length / features, 1, pass);
        var mixed = new float[values.length];
        for (var i = 0; i < order.length; i++) {
            System.arraycopy(values, order[i] * features, mixed, i * features, features);
        }
        return FeatureSource.of(mixed, features);
    }

    private static Map<String, float[]> learn(
            KMeans layer, float[] values, int features, int threads, Consumer<String> notices) {
        return MiniBatchLearning.learn(
                layer,
                FeatureSource.of(values, features),
                pass -> shuffled(values, features, pass),
                "x",
                1,
                threads,
                notices);
    }

    private static float[] of(Map<String, float[]> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    private static double inertia(float[] values, float[] centers) {
        var sum = 0.0;
        for (var at = 0; at < values.length; at += FEATURES) {
            var least = Double.POSITIVE_INFINITY;
            for (var center = 0; center < centers.length; center += FEATURES) {
                var distance = 0.0;
                for (var j = 0; j < FEATURES; j++) {
                    var way = values[at + j] - (double) centers[center + j];
                    distance += way * way;
                }
                least = Math.min(least, distance);
            }
            sum += least;
        }
        return sum;
    }

    /**
     * scikit-learn 1.9.1 on the same rows: the least inertia of {@code KMeans(k, n_init=10)} with two seeds, and of five seeds of
     * {@code MiniBatchKMeans(k, batch_size=1024)} the mean.
     */
    @ParameterizedTest
    @CsvSource({"5, 255757.32, 260391.9", "20, 85566.47, 90121.1"})
    void inertiaIsNearThatOfAllSamplesAtOnce(int clusters, double least, double batches) {
        var values = values();
        var notices = new ArrayList<String>();
        var weights = learn(new KMeans(clusters, 3, 300, 1e-4, 1024), values, FEATURES, 2, notices::add);
        var found = inertia(values, of(weights, KMeans.CENTERS));
        assertThat(found).isBetween(least * 0.9999, batches);
        assertThat(notices)
                .singleElement()
                .asString()
                .matches("k_means: " + clusters
                        + " clusters of 30,000 samples after \\d+ iterations in batches of 1,024; inertia "
                        + "[\\d.]+");
        var sizes = of(weights, KMeans.SIZES);
        var sorted = sizes.clone();
        Arrays.sort(sorted);
        assertThat(sorted[0]).isPositive();
        assertThat(sizes[0]).isEqualTo(sorted[clusters - 1]);
    }

    @Test
    void areTheSameBitsForAnyNumberOfThreads() {
        var values = values();
        var layer = new KMeans(7, 2, 5, 0, 9000);
        var first = learn(layer, values, FEATURES, 1, _ -> {});
        for (var threads : new int[] {2, 3, 8}) {
            var other = learn(layer, values, FEATURES, threads, _ -> {});
            for (var name : new String[] {KMeans.CENTERS, KMeans.OFFSET, KMeans.SIZES}) {
                assertThat(of(other, name)).isEqualTo(of(first, name));
            }
        }
    }

    /** A batch that has more room than there are rows is all of them. */
    @Test
    void fewRowsAreOneBatch() {
        var rows = new float[] {0, 0, 1, 1, 9, 9};
        var weights = learn(new KMeans(2, 10, 300, 1e-4, 1024), rows, 1, 1, _ -> {});
        assertThat(of(weights, KMeans.CENTERS)).containsExactly(0.5f, 9);
        assertThat(of(weights, KMeans.SIZES)).containsExactly(4, 2);
    }

    @Test
    void fewerDistinctRowsThanClustersAreRefused() {
        var layer = new KMeans(3, 1, 300, 1e-4, 2);
        assertThatThrownBy(() -> learn(layer, new float[] {1, 2, 1, 2}, 1, 1, _ -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "k_means is to find 3 clusters, but the training data has only 2 distinct samples: set fewer");
        assertThatThrownBy(() -> learn(layer, new float[30_000], 1, 1, _ -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "k_means is to find 3 clusters, but a part of 20,000 samples of the training data has only 1"
                                + " distinct sample: set fewer");
        assertThatThrownBy(() -> learn(layer, new float[] {1, 2, Float.NaN}, 1, 1, _ -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "`k_means` cannot learn from NaN, which is feature 1 of `x` in sample 3 of the training data: fill"
                                + " gaps before it, as encode or imputation does, or correct the data");
    }
}
