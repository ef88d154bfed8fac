package dev.updraft.training.closed;

import dev.updraft.compiler.layers.ClosedLayer.KMeans;
import dev.updraft.training.closed.Centers.Assignment;
import dev.updraft.trees.FeatureSource;
import dev.updraft.trees.Workers;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Mini-batch k-means (Sculley, WWW 2010): the first centres are the end of Lloyd's algorithm on some rows; then all rows are read in
 * random order, and after each batch a centre is the mean of all rows that were nearest to it so far. A pass is an iteration. Memory
 * holds the rows of the start and one batch. The same numbers come out for any number of threads.
 */
public final class MiniBatchLearning {
    private static final int STREAM = 0x6B6D6D62; // "kmmb"
    /** How many batches the start sees, at least, as scikit-learn. */
    private static final int BATCHES_OF_START = 3;

    private final KMeans layer;
    private final IntFunction<FeatureSource> shuffled;
    private final Workers workers;

    private Centers centers;
    /** How many rows each centre is the mean of. */
    private final double[] counts;

    private MiniBatchLearning(KMeans layer, IntFunction<FeatureSource> shuffled, Workers workers, Centers first) {
        this.layer = layer;
        this.shuffled = shuffled;
        this.workers = workers;
        centers = first;
        counts = new double[layer.clusters()];
    }

    /**
     * Learns the weights, by their names. Clusters are numbered by their size, the largest first.
     *
     * @param rows all rows
     * @param shuffled the same in the order of a pass, counted from 0
     * @param value what the layer takes, as the file calls it
     * @param notices hears how it went
     * @throws dev.updraft.training.TrainingException if a number is not finite, or there are fewer distinct rows than clusters
     */
    public static Map<String, float[]> learn(
            KMeans layer,
            FeatureSource rows,
            IntFunction<FeatureSource> shuffled,
            String value,
            long seed,
            int threads,
            Consumer<String> notices) {
        try (var workers = new Workers(threads)) {
            var some = some(layer, rows, value, seed);
            var first = KMeansLearning.begun(layer, some, rows.rows(), seed, workers);
            var learning = new MiniBatchLearning(layer, shuffled, workers, first);
            var passes = learning.run(some);
            var sizes = new int[layer.clusters()];
            var inertia = learning.measure(rows, sizes);
            notices.accept(String.format(
                    Locale.ROOT,
                    "k_means: %d clusters of %,d samples after %d %s in batches of %,d; inertia %.6g",
                    layer.clusters(),
                    rows.rows(),
                    passes,
                    passes == 1 ? "iteration" : "iterations",
                    layer.batchSize(),
                    inertia));
            return KMeansLearning.weights(learning.centers, sizes);
        }
    }

    /** The rows of the start, in their order. */
    private static LearningRows some(KMeans layer, FeatureSource rows, String value, long seed) {
        var count = Math.max(
                Math.max(KMeansLearning.SOME_ROWS, KMeansLearning.SOME_OF_EACH * layer.clusters()),
                Math.multiplyExact(BATCHES_OF_START, Math.min(layer.batchSize(), rows.rows() / BATCHES_OF_START)));
        var chosen = new Draws(seed, STREAM, 0).some(count, rows.rows());
        var features = rows.features();
        var batch = new RowBatch(chosen.length, features);
        rows.forEachBlock((values, from, size) -> {
            LearningRows.requireFinite(values, from, size, features, "k_means", value);
            for (var row = 0; row < size; row++) {
                if (!batch.isFull() && chosen[batch.count()] == from + row) {
                    batch.add(values, row * features);
                }
            }
        });
        return batch.rows();
    }

    /** How many passes there were. */
    private int run(LearningRows some) {
        count(some);
        var before = Double.POSITIVE_INFINITY;
        for (var pass = 0; pass < layer.maxIterations(); pass++) {
            var seen = new Pass(layer.clusters());
            eachBatch(shuffled.apply(pass), seen::add);
            var isFilled = seen.fillEmpty();
            if (!isFilled && !(seen.inertia < before * (1 - layer.tolerance()))) {
                return pass + 1;
            }
            before = seen.inertia;
        }
        return layer.maxIterations();
    }

    private void count(LearningRows some) {
        var assignment = Assignment.of(some.rows());
        centers.assign(some, assignment, workers);
        for (var cluster : assignment.nearest()) {
            counts[cluster]++;
        }
    }

    private double measure(FeatureSource rows, int[] sizes) {
        var inertia = new double[1];
        eachBatch(rows, batch -> {
            var assignment = Assignment.of(batch.rows());
            centers.assign(batch, assignment, workers);
            for (var cluster : assignment.nearest()) {
                sizes[cluster]++;
            }
            inertia[0] += assignment.inertia();
        });
        return inertia[0];
    }

    private void eachBatch(FeatureSource source, Consumer<LearningRows> taker) {
        var features = source.features();
        var batch = new RowBatch(Math.min(layer.batchSize(), source.rows()), features);
        source.forEachBlock((values, _, size) -> {
            for (var row = 0; row < size; row++) {
                batch.add(values, row * features);
                if (batch.isFull()) {
                    taker.accept(batch.rows());
                    batch.clear();
                }
            }
        });
        if (batch.count() > 0) {
            taker.accept(batch.rows());
        }
    }

    /** One pass over all rows. */
    private final class Pass {
        private final int[] sizes;
        /** With the centres as they were before each batch. */
        private double inertia;

        private double farthest;
        private float @Nullable [] farthestRow;

        Pass(int clusters) {
            sizes = new int[clusters];
        }

        void add(LearningRows batch) {
            var assignment = Assignment.of(batch.rows());
            centers.assign(batch, assignment, workers);
            inertia += assignment.inertia();
            var sums = new double[sizes.length][batch.features()];
            var ofBatch = new int[sizes.length];
            for (var row = 0; row < batch.rows(); row++) {
                var cluster = assignment.nearest()[row];
                ofBatch[cluster]++;
                for (var i = 0; i < batch.features(); i++) {
                    sums[cluster][i] += batch.value(row, i);
                }
                if (assignment.distances()[row] > farthest) {
                    farthest = assignment.distances()[row];
                    farthestRow = batch.row(row);
                }
            }
            var values = new double[sizes.length][];
            for (var cluster = 0; cluster < sizes.length; cluster++) {
                sizes[cluster] += ofBatch[cluster];
                var all = counts[cluster] + ofBatch[cluster];
                var value = centers.values()[cluster].clone();
                for (var i = 0; i < value.length && ofBatch[cluster] > 0; i++) {
                    value[i] = (value[i] * counts[cluster] + sums[cluster][i]) / all;
                }
                counts[cluster] = all;
                values[cluster] = value;
            }
            centers = new Centers(values, centers.offset());
        }

        /** Moves a centre that no row was nearest to, to the row that was farthest from its own; whether there was one. */
        boolean fillEmpty() {
            for (var cluster = 0; cluster < sizes.length; cluster++) {
                if (sizes[cluster] == 0 && farthestRow != null) {
                    for (var i = 0; i < farthestRow.length; i++) {
                        centers.values()[cluster][i] = farthestRow[i];
                    }
                    counts[cluster] = 1;
                    return true;
                }
            }
            return false;
        }
    }
}
