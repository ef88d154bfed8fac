package dev.updraft.benchmarks;

import dev.updraft.trees.BinnedFeatures;
import dev.updraft.trees.Feature;
import dev.updraft.trees.FeatureSource;
import dev.updraft.trees.Tree;
import dev.updraft.trees.TreeGrower;
import dev.updraft.trees.TreePredictor;
import dev.updraft.trees.TreeSettings;
import dev.updraft.trees.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Gradient boosting for a label of two classes, on the core of trees alone: {@code ROWS FEATURES TREES DEPTH LEAVES THREADS}, 0 = no
 * limit of depth or leaves. Prints seconds to bin and to grow, the area under the ROC curve on other rows, and peak memory.
 */
public final class Boosting {
    private static final float LEARNING_RATE = 0.1f;

    private Boosting() {}

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

    public static void main(String[] args) {
        var numbers = IntStream.range(0, 6).map(i -> Integer.parseInt(args[i])).toArray();
        var train = SyntheticRows.of(numbers[0], numbers[1], 1);
        var test = SyntheticRows.of(Math.max(10_000, numbers[0] / 10), numbers[1], 2);
        try (var workers = new Workers(numbers[5])) {
            var start = Clock.now();
            var features = IntStream.range(0, train.features())
                    .mapToObj(j -> Feature.numeric("x" + j))
                    .toList();
            var data = BinnedFeatures.of(FeatureSource.of(train.values(), train.features()), features, 255, workers);
            var binned = Clock.now();
            var grower = new TreeGrower(data, TreeSettings.DEFAULT.withSize(numbers[4], numbers[3]), workers);
            var trees = grow(grower, train.labels(), numbers[2], workers);
            var grown = Clock.now();
            var scores = predict(trees, test, workers);
            var predicted = Clock.now();
            System.out.printf(
                    Locale.ROOT,
                    "rows %d, trees %d, depth %d, leaves %d, threads %d: bin %s, grow %s, predict %s, AUC %.5f,"
                            + " peak %d MB%n",
                    numbers[0],
                    numbers[2],
                    numbers[3],
                    numbers[4],
                    numbers[5],
                    binned.since(start),
                    grown.since(binned),
                    predicted.since(grown),
                    RankedScores.auc(scores, test.labels()),
                    Machine.memory("VmHWM"));
        }
    }

    private static List<Tree> grow(TreeGrower grower, float[] labels, int count, Workers workers) {
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
            var grown = grower.grow(new float[][] {gradient}, curvature, null, 1, i);
            workers.forRanges(labels.length, (from, to) -> grown.addTo(scores, 0, LEARNING_RATE, from, to));
            trees.add(grown.tree());
        }
        return trees;
    }

    private static float[] predict(List<Tree> trees, SyntheticRows rows, Workers workers) {
        var scores = new float[rows.rows()];
        new TreePredictor(trees, rows.features(), 1).addTo(rows.values(), scores, LEARNING_RATE, workers);
        return scores;
    }
}
