package dev.updraft.explain.internal;

import dev.updraft.explain.ShapValues;
import dev.updraft.explain.internal.TreeShap.RowShap;
import dev.updraft.trees.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Explains rows by trees.
 *
 * @param shaps of each tree
 * @param base what is expected of a row of which nothing is known, by output
 */
record Explanation(TreeData data, List<TreeShap> shaps, double[] base) {
    /** Rows that go through a tree together: many, as what is computed for one serves the others. */
    private static final int MOST_TOGETHER = 1024;

    private static final int FEWEST_TOGETHER = 64;
    private static final int PARTS_OF_A_THREAD = 4;

    static Explanation of(TreeData data) {
        var columnOf = data.columnOf();
        var shaps = data.trees().stream()
                .map(tree -> new TreeShap(tree, columnOf, data.named().columns().size()))
                .toList();
        var base = data.base().clone();
        for (var tree = 0; tree < shaps.size(); tree++) {
            var expectation = shaps.get(tree).expectation();
            for (var output = 0; output < expectation.length; output++) {
                base[data.firstOutput(tree) + output] += data.share() * expectation[output];
            }
        }
        return new Explanation(data, shaps, base);
    }

    /**
     * The same bits for any number of threads.
     *
     * @param rows the features of each
     * @param progress hears of how many rows are done, in the calling thread
     */
    List<ShapValues> of(List<float[]> rows, int threads, IntConsumer progress) {
        var values = new double[rows.size()][base.length][data.named().columns().size()];
        var together = Math.clamp(rows.size() / ((long) threads * PARTS_OF_A_THREAD), FEWEST_TOGETHER, MOST_TOGETHER);
        var done = new AtomicLong();
        try (var workers = new Workers(threads)) {
            workers.run(Math.ceilDiv(rows.size(), together), (part, thread) -> {
                var from = part * together;
                var to = Math.min(rows.size(), from + together);
                for (var tree = 0; tree < shaps.size(); tree++) {
                    add(tree, shaps.get(tree).rows(), rows.subList(from, to), values, from);
                    var soFar = done.addAndGet(to - from);
                    if (thread == 0) {
                        progress.accept((int) (soFar / shaps.size()));
                    }
                }
            });
        }
        progress.accept(rows.size());
        return Stream.of(values).map(this::explained).toList();
    }

    private void add(int tree, RowShap shap, List<float[]> rows, double[][][] values, int at) {
        var first = data.firstOutput(tree);
        var outputs = data.trees().get(tree).outputs();
        for (var row = 0; row < rows.size(); row++) {
            shap.add(rows.get(row), Arrays.copyOfRange(values[at + row], first, first + outputs));
        }
    }

    private ShapValues explained(double[][] sums) {
        for (var ofOutput : sums) {
            for (var column = 0; column < ofOutput.length; column++) {
                ofOutput[column] *= data.share();
            }
        }
        return new ShapValues(data.named().columns(), data.outputs(), base, sums);
    }
}
