package dev.updraft.training.closed;

import dev.updraft.trees.Workers;
import java.util.Arrays;

/**
 * Centres, and which of them is nearest to each row. Rows and centres are compared less an offset, which is near to both.
 *
 * @param values a row a centre
 */
record Centers(double[][] values, double[] offset) {

    /** Which centre is nearest to each row, and how far, squared. */
    record Assignment(int[] nearest, double[] distances) {
        static Assignment of(int rows) {
            return new Assignment(new int[rows], new double[rows]);
        }

        /** In the order of the rows: the same however many threads there were. */
        double inertia() {
            return Arrays.stream(distances).sum();
        }
    }

    int count() {
        return values.length;
    }

    /** Finds the nearest centre of each row; of several the first. */
    void assign(LearningRows rows, Assignment into, Workers workers) {
        var features = rows.features();
        var count = count();
        // Feature by feature, so that a row is multiplied with all centres side by side.
        var byFeature = new double[features][count];
        var halves = new double[count];
        for (var center = 0; center < count; center++) {
            for (var i = 0; i < features; i++) {
                var value = values[center][i] - offset[i];
                byFeature[i][center] = value;
                halves[center] += value * value / 2;
            }
        }
        workers.run(rows.blocks().length, (block, _) -> {
            var numbers = rows.blocks()[block];
            var products = new double[count];
            for (var row = 0; row < rows.rowsOf(block); row++) {
                var length = 0.0;
                Arrays.fill(products, 0);
                for (var i = 0; i < features; i++) {
                    var x = numbers[row * features + i] - offset[i];
                    length += x * x;
                    addScaled(byFeature[i], x, products);
                }
                var best = 0;
                for (var center = 1; center < count; center++) {
                    best = products[center] - halves[center] > products[best] - halves[best] ? center : best;
                }
                var place = block * LearningRows.BLOCK + row;
                into.nearest[place] = best;
                into.distances[place] = Math.max(0, length - 2 * (products[best] - halves[best]));
            }
        });
    }

    private static void addScaled(double[] vector, double factor, double[] to) {
        for (var i = 0; i < to.length; i++) {
            to[i] += factor * vector[i];
        }
    }

    /** The means of the rows of each; where a centre has none, it goes to the row that is farthest from its own. */
    Centers moved(LearningRows rows, Assignment assignment) {
        var means = new double[count()][rows.features()];
        var sizes = new int[count()];
        for (var row = 0; row < rows.rows(); row++) {
            sizes[assignment.nearest[row]]++;
            add(rows, row, 1, means[assignment.nearest[row]]);
        }
        var isTaken = new boolean[rows.rows()];
        for (var center = 0; center < count(); center++) {
            if (sizes[center] == 0) {
                var farthest = farthest(assignment, sizes, isTaken);
                if (farthest < 0) {
                    means[center] = values[center].clone();
                    continue;
                }
                isTaken[farthest] = true;
                var before = assignment.nearest[farthest];
                sizes[before]--;
                add(rows, farthest, -1, means[before]);
                sizes[center] = 1;
                add(rows, farthest, 1, means[center]);
            }
            // What a later centre takes away changes this one's mean: division comes last.
        }
        for (var center = 0; center < count(); center++) {
            var size = Math.max(1, sizes[center]);
            for (var i = 0; i < means[center].length; i++) {
                means[center][i] /= size;
            }
        }
        return new Centers(means, offset);
    }

    /** Of the centres that have other rows; the first of several; -1 if every row is at its centre. */
    private static int farthest(Assignment assignment, int[] sizes, boolean[] isTaken) {
        var best = -1;
        for (var row = 0; row < isTaken.length; row++) {
            if (!isTaken[row]
                    && sizes[assignment.nearest[row]] > 1
                    && assignment.distances[row] > (best < 0 ? 0 : assignment.distances[best])) {
                best = row;
            }
        }
        return best;
    }

    private static void add(LearningRows rows, int row, int sign, double[] to) {
        var block = rows.block(row);
        var at = rows.at(row);
        for (var i = 0; i < to.length; i++) {
            to[i] += sign * block[at + i];
        }
    }

    /** The sum of the squared ways to others. */
    double squaredWay(Centers other) {
        var sum = 0.0;
        for (var center = 0; center < count(); center++) {
            for (var i = 0; i < offset.length; i++) {
                var way = values[center][i] - other.values[center][i];
                sum += way * way;
            }
        }
        return sum;
    }
}
