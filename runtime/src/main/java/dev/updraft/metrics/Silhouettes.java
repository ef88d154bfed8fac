package dev.updraft.metrics;

import dev.updraft.compiler.layers.ProblemType.Clusters;
import java.util.stream.IntStream;

/**
 * How much nearer samples are to their own cluster than to the next one: Rousseeuw, 1987. Every sample is compared with every
 * other, so that of many only some are.
 */
final class Silhouettes {
    /** Samples that are compared with each other. */
    static final int MOST_SAMPLES = 10_000;

    private final int[] cluster;
    private final float[][] features;
    private final int clusters;

    private Silhouettes(int[] cluster, float[][] features, int clusters) {
        this.cluster = cluster;
        this.features = features;
        this.clusters = clusters;
    }

    /** The mean over the samples; of more than {@link #MOST_SAMPLES} over so many, evenly spread. NaN where all are of one cluster. */
    static double mean(PredictionStore store, Clusters problem) {
        var samples = store.samples();
        var taken = Math.min(samples, MOST_SAMPLES);
        var cluster = new int[taken];
        var features = new float[taken][problem.features()];
        var numbers = new float[problem.count()];
        for (var i = 0; i < taken; i++) {
            var sample = (int) ((long) i * samples / taken);
            for (var column = 0; column < numbers.length; column++) {
                numbers[column] = store.prediction(sample, column);
            }
            cluster[i] = problem.of(numbers, 0);
            for (var column = 0; column < problem.features(); column++) {
                features[i][column] = store.target(sample, column);
            }
        }
        return new Silhouettes(cluster, features, problem.count()).mean();
    }

    private double mean() {
        var sizes = new int[clusters];
        for (var each : cluster) {
            sizes[each]++;
        }
        if (IntStream.of(sizes).filter(size -> size > 0).count() < 2) {
            return Double.NaN;
        }
        // In the order of the samples: the same sum however many threads there are.
        return IntStream.range(0, cluster.length)
                        .parallel()
                        .mapToDouble(i -> of(i, sizes))
                        .boxed()
                        .toList()
                        .stream()
                        .mapToDouble(value -> value)
                        .sum()
                / cluster.length;
    }

    /** Of a sample that is alone in its cluster 0. */
    private double of(int sample, int[] sizes) {
        var own = cluster[sample];
        if (sizes[own] == 1) {
            return 0;
        }
        var sums = new double[clusters];
        for (var other = 0; other < cluster.length; other++) {
            sums[cluster[other]] += distance(features[sample], features[other]);
        }
        var within = sums[own] / (sizes[own] - 1);
        var next = Double.POSITIVE_INFINITY;
        for (var i = 0; i < clusters; i++) {
            if (i != own && sizes[i] > 0) {
                next = Math.min(next, sums[i] / sizes[i]);
            }
        }
        var larger = Math.max(within, next);
        return larger == 0 ? 0 : (next - within) / larger;
    }

    private static double distance(float[] a, float[] b) {
        var sum = 0.0;
        for (var i = 0; i < a.length; i++) {
            var difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
