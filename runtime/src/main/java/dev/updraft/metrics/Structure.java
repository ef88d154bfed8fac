package dev.updraft.metrics;

import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.compiler.layers.ProblemType.WithoutTarget;
import dev.updraft.matrix.SymmetricEigen;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a model that learns without a target makes of the samples.
 *
 * @param places at most 2000 samples, taken evenly from all, in order
 * @param explained the shares of the features' variance along each of their principal components, at most 20, the largest first;
 *     empty of more than 200 features, or where nothing varies
 * @param sizes how many samples each cluster has; empty without clusters
 * @param scores how the anomaly scores are distributed; null without any
 */
public record Structure(
        List<Place> places,
        List<Double> explained,
        List<Long> sizes,
        @Nullable Scores scores) {
    private static final int MOST_PLACES = 2000;
    private static final int MOST_FEATURES = 200;
    private static final int MOST_COMPONENTS = 20;
    private static final int BINS = 30;
    private static final int MOST_ODD = 20;

    public Structure {
        places = List.copyOf(places);
        explained = List.copyOf(explained);
        sizes = List.copyOf(sizes);
    }

    /**
     * A sample on the plane of the features' first two principal components.
     *
     * @param cluster its number; 0 without clusters
     */
    public record Place(double first, double second, int cluster) {}

    /**
     * Anomaly scores.
     *
     * @param counts how many samples there are in each of the bins of equal width between the two scores
     * @param oddest the samples with the highest scores, at most 20, the highest first
     */
    public record Scores(double from, double to, List<Long> counts, List<Odd> oddest) {
        public Scores {
            counts = List.copyOf(counts);
            oddest = List.copyOf(oddest);
        }
    }

    /**
     * A sample unlike the others.
     *
     * @param sample its number in the data, from 0
     */
    public record Odd(int sample, double score) {}

    static Structure of(PredictionStore store, WithoutTarget problem) {
        var clusters = problem instanceof ProblemType.Clusters found ? clusters(store, found) : new int[0];
        var sizes = new long[problem instanceof ProblemType.Clusters found ? found.count() : 0];
        for (var cluster : clusters) {
            sizes[cluster]++;
        }
        var isDrawn = problem.features() <= MOST_FEATURES && store.samples() > 1;
        var means = isDrawn ? means(store, problem.features()) : new double[0];
        var eigen = isDrawn ? SymmetricEigen.of(covariance(store, means)) : null;
        var total = eigen == null ? 0 : Arrays.stream(eigen.values()).sum();
        return new Structure(
                eigen == null ? List.of() : places(store, clusters, means, eigen.vectors()),
                eigen == null || !(total > 0)
                        ? List.of()
                        : Arrays.stream(eigen.values())
                                .limit(MOST_COMPONENTS)
                                .mapToObj(variance -> Math.max(0, variance) / total)
                                .toList(),
                Arrays.stream(sizes).boxed().toList(),
                problem instanceof ProblemType.Anomalies ? scores(store) : null);
    }

    private static int[] clusters(PredictionStore store, ProblemType.Clusters problem) {
        var numbers = new float[problem.count()];
        var clusters = new int[store.samples()];
        for (var sample = 0; sample < clusters.length; sample++) {
            for (var i = 0; i < numbers.length; i++) {
                numbers[i] = store.prediction(sample, i);
            }
            clusters[sample] = problem.of(numbers, 0);
        }
        return clusters;
    }

    private static double[] means(PredictionStore store, int features) {
        var means = new double[features];
        for (var sample = 0; sample < store.samples(); sample++) {
            for (var i = 0; i < features; i++) {
                means[i] += store.target(sample, i) / (double) store.samples();
            }
        }
        return means;
    }

    private static double[][] covariance(PredictionStore store, double[] means) {
        var covariance = new double[means.length][means.length];
        for (var sample = 0; sample < store.samples(); sample++) {
            for (var i = 0; i < means.length; i++) {
                var x = store.target(sample, i) - means[i];
                for (var j = i; j < means.length; j++) {
                    covariance[i][j] += x * (store.target(sample, j) - means[j]);
                }
            }
        }
        for (var i = 0; i < means.length; i++) {
            for (var j = i; j < means.length; j++) {
                covariance[i][j] /= store.samples() - 1;
                covariance[j][i] = covariance[i][j];
            }
        }
        return covariance;
    }

    private static List<Place> places(PredictionStore store, int[] clusters, double[] means, double[][] vectors) {
        var shown = Math.min(store.samples(), MOST_PLACES);
        return IntStream.range(0, shown)
                .map(i -> (int) ((long) i * store.samples() / shown))
                .mapToObj(sample -> new Place(
                        along(store, sample, means, vectors[0]),
                        vectors.length < 2 ? 0 : along(store, sample, means, vectors[1]),
                        clusters.length == 0 ? 0 : clusters[sample]))
                .toList();
    }

    private static double along(PredictionStore store, int sample, double[] means, double[] vector) {
        var sum = 0.0;
        for (var i = 0; i < vector.length; i++) {
            sum += vector[i] * (store.target(sample, i) - means[i]);
        }
        return sum;
    }

    private static @Nullable Scores scores(PredictionStore store) {
        var all = IntStream.range(0, store.samples())
                .mapToDouble(sample -> store.prediction(sample, 0))
                .toArray();
        var range = Arrays.stream(all).filter(Double::isFinite).summaryStatistics();
        if (range.getCount() == 0) {
            return null;
        }
        var from = range.getMin();
        var to = range.getMax();
        var counts = new long[from == to ? 1 : BINS];
        Arrays.stream(all)
                .filter(Double::isFinite)
                .mapToInt(score -> (int) ((score - from) / (to - from) * counts.length))
                .forEach(bin -> counts[Math.min(bin, counts.length - 1)]++);
        var oddest = IntStream.range(0, all.length)
                .mapToObj(sample -> new Odd(sample, all[sample]))
                .sorted(Comparator.comparingDouble((Odd odd) -> -odd.score))
                .limit(MOST_ODD)
                .toList();
        return new Scores(from, to, Arrays.stream(counts).boxed().toList(), oddest);
    }
}
