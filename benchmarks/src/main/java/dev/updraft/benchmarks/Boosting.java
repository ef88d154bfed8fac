package dev.updraft.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.updraft.trees.BinnedFeatures;
import dev.updraft.trees.Feature;
import dev.updraft.trees.FeatureSource;
import dev.updraft.trees.Tree;
import dev.updraft.trees.TreeGrower;
import dev.updraft.trees.TreeSettings;
import dev.updraft.trees.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Gradient boosting for a label of two classes, on the core of trees alone: {@code ROWS FEATURES TREES DEPTH LEAVES THREADS
 * [SEED]}, 0 = no limit of depth or leaves; the seed rounds gradients. Prints seconds to bin and to grow; what a model of these trees
 * takes to predict all of other rows, and one; the area under the ROC curve on these, and peak memory.
 */
public final class Boosting {
    private static final float LEARNING_RATE = 0.1f;
    private static final int TEST_ROWS = 100_000;

    /** Calls that predict all rows, after the first. */
    private static final int CALLS = 50;
    /** Calls that predict one row, after as many to warm up. */
    private static final int ROW_CALLS = 100_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Boosting() {}

    /**
     * What predicting took.
     *
     * @param first the time of the first call with all rows
     * @param milliseconds median of later ones
     * @param processors milliseconds of processors that these take, on average
     * @param microseconds median of calls with one row
     * @param bytes that such a call allocates
     */
    private record Predictions(
            float[] scores, String first, double milliseconds, double processors, double microseconds, double bytes) {}

    /** Seconds by the clock, and of processors. */
    private record Clock(double wall, double processors) {
        static Clock now() {
            return new Clock(
                    System.nanoTime() * 1e-9,
                    ProcessHandle.current()
                                    .info()
                                    .totalCpuDuration()
                                    .orElse(Duration.ZERO)
                                    .toMillis()
                            * 1e-3);
        }

        String since(Clock before) {
            return String.format(
                    Locale.ROOT, "%.2f s (processors %.2f)", wall - before.wall, processors - before.processors);
        }
    }

    public static void main(String[] args) throws IOException {
        var numbers = IntStream.range(0, 6).map(i -> Integer.parseInt(args[i])).toArray();
        var train = SyntheticRows.of(numbers[0], numbers[1], 1);
        var test = SyntheticRows.of(TEST_ROWS, numbers[1], 2);
        try (var workers = new Workers(numbers[5])) {
            var start = Clock.now();
            var features = IntStream.range(0, train.features())
                    .mapToObj(j -> Feature.numeric("x" + j))
                    .toList();
            var data = BinnedFeatures.of(FeatureSource.of(train.values(), train.features()), features, 255, workers);
            var binned = Clock.now();
            var grower = new TreeGrower(data, TreeSettings.DEFAULT.withSize(numbers[4], numbers[3]), workers);
            var seed = args.length > 6 ? Long.parseLong(args[6]) : 1;
            var trees = grow(grower, train.labels(), numbers[2], seed, workers);
            var grown = Clock.now();
            var predictions = predictions(trees, test, numbers[5]);
            System.out.printf(
                    Locale.ROOT,
                    "rows %d, trees %d, depth %d, leaves %d, threads %d: bin %s, grow %s, predict %d rows %s, then"
                            + " %.1f ms (processors %.1f), one row %.2f µs and %.1f bytes, AUC %.5f, peak %d MB%n",
                    numbers[0],
                    numbers[2],
                    numbers[3],
                    numbers[4],
                    numbers[5],
                    binned.since(start),
                    grown.since(binned),
                    test.rows(),
                    predictions.first,
                    predictions.milliseconds,
                    predictions.processors,
                    predictions.microseconds,
                    predictions.bytes,
                    RankedScores.auc(predictions.scores, test.labels()),
                    Machine.memory("VmHWM"));
        }
    }

    private static List<Tree> grow(TreeGrower grower, float[] labels, int count, long seed, Workers workers) {
        var scores = new float[labels.length];
        var gradient = new float[labels.length];
        var curvature = new float[labels.length];
        var trees = new ArrayList<Tree>();
        for (var i = 0; i < count; i++) {
            workers.forRanges(labels.length, (from, to) -> {
                for (var row = from; row < to; row++) {
                    var p = (float) (1 / (1 + Math.exp(-scores[row])));
                    gradient[row] = p - labels[row];
                    curvature[row] = p * (1 - p);
                }
            });
            var grown = grower.grow(new float[][] {gradient}, new float[][] {curvature}, null, seed, i);
            workers.forRanges(labels.length, (from, to) -> grown.addTo(scores, 0, LEARNING_RATE, from, to));
            trees.add(grown.tree());
        }
        return trees;
    }

    /** All rows through the public API at first and of several calls after that, and single rows. */
    private static Predictions predictions(List<Tree> trees, SyntheticRows rows, int threads) throws IOException {
        try (var model = BoostedModel.of(trees, LEARNING_RATE, rows.features(), threads);
                var predictor = model.predictor()) {
            var scores = new float[rows.rows()];
            var start = Clock.now();
            predictor.predict(rows.values(), scores);
            var first = Clock.now().since(start);
            var calls = new Latencies();
            var warm = Clock.now();
            for (var i = 0; i < CALLS; i++) {
                var before = System.nanoTime();
                predictor.predict(rows.values(), scores);
                calls.add(System.nanoTime() - before);
            }
            var processors = (Clock.now().processors - warm.processors) / CALLS;
            var row = new float[rows.features()];
            var score = new float[1];
            var rowCalls = new Latencies();
            var bytes = 0L;
            for (var i = 0; i < 2 * ROW_CALLS; i++) {
                System.arraycopy(rows.values(), i % rows.rows() * row.length, row, 0, row.length);
                bytes = i == ROW_CALLS ? THREADS.getCurrentThreadAllocatedBytes() : bytes;
                var before = System.nanoTime();
                predictor.predict(row, score);
                if (i >= ROW_CALLS) {
                    rowCalls.add(System.nanoTime() - before);
                }
            }
            bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
            return new Predictions(
                    scores,
                    first,
                    Latencies.quantile(List.of(calls), 0.5) * 1e-6,
                    processors * 1e3,
                    Latencies.quantile(List.of(rowCalls), 0.5) * 1e-3,
                    bytes / (double) ROW_CALLS);
        }
    }
}
