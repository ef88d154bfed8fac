package dev.updraft.training.closed;

import dev.updraft.trees.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * First centres that are far from each other: each is a row, drawn with a probability that grows with its squared distance from
 * those before; of some such draws the one is taken that brings the rows nearest to centres. Arthur and Vassilvitskii, "k-means++",
 * 2007.
 */
final class FirstCenters {
    private static final int STREAM = 0x6B6D2B2B; // "km++"

    private final LearningRows rows;
    private final Workers workers;
    private final Draws draws;

    FirstCenters(LearningRows rows, Workers workers, long seed, int start) {
        this.rows = rows;
        this.workers = workers;
        draws = new Draws(seed, STREAM, start);
    }

    /** A centre a row. Fewer than asked for if there are not so many distinct rows. */
    double[][] of(int count) {
        var centers = new double[count][];
        var nearest = new double[rows.rows()];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        var trials = 2 + (int) Math.log(count);
        for (var center = 0; center < count; center++) {
            double @Nullable [] best = null;
            var chosen = -1;
            for (var trial = 0; trial < (center == 0 ? 1 : trials); trial++) {
                var row = center == 0 ? draws.below(rows.rows()) : drawn(nearest);
                if (row < 0) {
                    return Arrays.copyOf(centers, center);
                }
                var distances = nearer(row, nearest);
                if (best == null || Arrays.stream(distances).sum() < Arrays.stream(best).sum()) {
                    best = distances;
                    chosen = row;
                }
            }
            nearest = best == null ? nearest : best;
            centers[center] = row(chosen);
        }
        return centers;
    }

    private double[] row(int row) {
        var values = new double[rows.features()];
        Arrays.setAll(values, i -> rows.value(row, i));
        return values;
    }

    /** A row by its squared distance; -1 if all are 0. */
    private int drawn(double[] distances) {
        var left = draws.next() * Arrays.stream(distances).sum();
        var last = -1;
        for (var row = 0; row < distances.length; row++) {
            if (distances[row] > 0) {
                last = row;
                left -= distances[row];
                if (left < 0) {
                    return row;
                }
            }
        }
        return last;
    }

    /** The squared distances with this row as one more centre. */
    private double[] nearer(int center, double[] before) {
        var after = new double[before.length];
        var features = rows.features();
        var of = row(center);
        workers.run(rows.blocks().length, (block, _) -> {
            var numbers = rows.blocks()[block];
            for (var row = 0; row < rows.rowsOf(block); row++) {
                var sum = 0.0;
                for (var i = 0; i < features; i++) {
                    var difference = numbers[row * features + i] - of[i];
                    sum += difference * difference;
                }
                var place = block * LearningRows.BLOCK + row;
                after[place] = Math.min(before[place], sum);
            }
        });
        return after;
    }
}
