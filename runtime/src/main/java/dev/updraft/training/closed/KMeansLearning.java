package dev.updraft.training.closed;

import dev.updraft.compiler.layers.ClosedLayer.KMeans;
import dev.updraft.training.TrainingException;
import dev.updraft.training.closed.Centers.Assignment;
import dev.updraft.trees.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lloyd's algorithm from several first centres. Of many rows, the starts are tried with some of them, and the best goes on with
 * all. The same numbers come out for any number of threads.
 */
public final class KMeansLearning {
    /** From so many rows on, starts are tried with some. */
    static final int MANY_ROWS = 100_000;
    /** How many, at least. */
    static final int SOME_ROWS = 20_000;

    /** How many of each cluster, at least. */
    static final int SOME_OF_EACH = 10;

    private static final int STREAM = 0x6B6D6561; // "kmea"

    private static final String TRAINING_DATA = "the training data";

    private final String name;
    /** What has the rows, for messages. */
    private final String holder;

    private final KMeans layer;
    private final LearningRows rows;
    private final Workers workers;
    private final double[] offset;

    private KMeansLearning(String name, String holder, KMeans layer, LearningRows rows, Workers workers) {
        this.name = name;
        this.holder = holder;
        this.layer = layer;
        this.rows = rows;
        this.workers = workers;
        offset = rows.means();
    }

    /** The best end of several starts with some of the rows, for a search that goes on with all. */
    static Centers begun(KMeans layer, LearningRows some, int all, long seed, Workers workers) {
        var holder = some.rows() < all
                ? String.format(Locale.ROOT, "a part of %,d samples of the training data", some.rows())
                : TRAINING_DATA;
        return new KMeansLearning("k_means", holder, layer, some, workers).best(some, seed).centers;
    }

    /** Where a start has come to. */
    record End(Centers centers, double inertia, int iterations) {}

    /**
     * Learns the weights, by their names. Clusters are numbered by their size, the largest first.
     *
     * @param notices hears how it went
     * @throws TrainingException if there are fewer distinct rows than clusters
     */
    static Map<String, float[]> learn(
            KMeans layer, LearningRows rows, long seed, Workers workers, Consumer<String> notices) {
        var learning = new KMeansLearning("k_means", TRAINING_DATA, layer, rows, workers);
        var end = learning.end(seed);
        notices.accept(String.format(
                Locale.ROOT,
                "k_means: %d clusters of %,d samples after %d iterations, the best of %d %s; inertia %.6g",
                layer.clusters(),
                rows.rows(),
                end.iterations,
                layer.starts(),
                layer.starts() == 1 ? "start" : "starts",
                end.inertia));
        return learning.weights(end.centers);
    }

    /**
     * Which centre is nearest to each row in the end, for a layer that begins with that.
     *
     * @param name of that layer, for messages
     */
    static int[] nearest(KMeans layer, LearningRows rows, long seed, Workers workers, String name) {
        var assignment = Assignment.of(rows.rows());
        new KMeansLearning(name, TRAINING_DATA, layer, rows, workers)
                .end(seed)
                .centers
                .assign(rows, assignment, workers);
        return assignment.nearest();
    }

    private End end(long seed) {
        return rows.rows() < MANY_ROWS ? best(rows, seed) : ofMany(seed);
    }

    private End ofMany(long seed) {
        var count = Math.max(SOME_ROWS, SOME_OF_EACH * layer.clusters());
        var some = rows.of(new Draws(seed, STREAM, 0).some(count, rows.rows()));
        var first = new FirstCenters(some, workers, seed, 0).of(layer.clusters());
        return first.length < layer.clusters() ? best(rows, seed) : lloyd(rows, best(some, seed).centers);
    }

    private End best(LearningRows of, long seed) {
        @Nullable End best = null;
        for (var start = 0; start < layer.starts(); start++) {
            var first = new FirstCenters(of, workers, seed, start).of(layer.clusters());
            if (first.length < layer.clusters()) {
                throw new TrainingException(String.format(
                        Locale.ROOT,
                        "%s is to find %d %s, but %s has only %d distinct %s: set fewer",
                        name,
                        layer.clusters(),
                        layer.clusters() == 1 ? "cluster" : "clusters",
                        holder,
                        first.length,
                        first.length == 1 ? "sample" : "samples"));
            }
            var end = lloyd(of, new Centers(first, offset));
            if (best == null || end.inertia < best.inertia) {
                best = end;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("no starts");
        }
        return best;
    }

    private End lloyd(LearningRows of, Centers first) {
        return lloyd(layer, of, first, workers);
    }

    /** From given centres. */
    static End lloyd(KMeans layer, LearningRows of, Centers first, Workers workers) {
        var tolerance = layer.tolerance() * of.meanVariance(of.means());
        var assignment = Assignment.of(of.rows());
        var centers = first;
        var iterations = 0;
        int @Nullable [] before = null;
        while (iterations < layer.maxIterations()) {
            centers.assign(of, assignment, workers);
            iterations++;
            if (before != null && Arrays.equals(before, assignment.nearest())) {
                break;
            }
            before = assignment.nearest().clone();
            var moved = centers.moved(of, assignment);
            var way = moved.squaredWay(centers);
            centers = moved;
            if (way <= tolerance) {
                break;
            }
        }
        centers.assign(of, assignment, workers);
        return new End(centers, assignment.inertia(), iterations);
    }

    private Map<String, float[]> weights(Centers centers) {
        var assignment = Assignment.of(rows.rows());
        centers.assign(rows, assignment, workers);
        var sizes = new int[layer.clusters()];
        for (var cluster : assignment.nearest()) {
            sizes[cluster]++;
        }
        return weights(centers, sizes);
    }

    /**
     * The weights, by their names, the largest cluster first.
     *
     * @param sizes how many rows are nearest to each centre
     */
    static Map<String, float[]> weights(Centers centers, int[] sizes) {
        var bySize = IntStream.range(0, sizes.length)
                .boxed()
                .sorted(Comparator.comparingInt(cluster -> -sizes[cluster]))
                .toList();
        var offset = centers.offset();
        var features = offset.length;
        var values = new float[sizes.length * features];
        var ordered = new float[sizes.length];
        for (var i = 0; i < ordered.length; i++) {
            ordered[i] = sizes[bySize.get(i)];
            for (var feature = 0; feature < features; feature++) {
                values[i * features + feature] = (float) centers.values()[bySize.get(i)][feature];
            }
        }
        var offsets = new float[features];
        for (var i = 0; i < features; i++) {
            offsets[i] = (float) offset[i];
        }
        return Map.of(KMeans.CENTERS, values, KMeans.OFFSET, offsets, KMeans.SIZES, ordered);
    }
}
