package dev.updraft.trees;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gradients and curvatures of a tree's rows as whole numbers, both in one word, so that one addition of words sums up both and
 * any order of additions gives the same bits. The lower {@link #curvatureBits} hold the curvature, the rest the gradient. Units
 * are chosen so that no sum of rows can overflow; with a million rows the gradient keeps about 16 bits and the curvature 8, and
 * rounding up or down at random, by the number of the row, makes the errors cancel out in sums. If all curvatures are equal,
 * they are counted, and exact.
 *
 * <p>With several outputs there is one word per output. A curvature that all share is in the first; otherwise each has its own. If no row has more than one gradient
 * other than 0, as in classification, and the curvature is shared, a single word per row is kept, and the output it belongs to: then
 * the curvature is the sum of those of all outputs.
 */
final class QuantizedGradients {
    private static final int CURVATURE_BITS = 28;

    private final int rows;
    private long[][] words = {};
    private int[] outputOf = {};
    private int outputs;
    private boolean single;
    private @Nullable Roundings roundings;
    private int curvatureBits;
    private double gradientUnit;
    private double curvatureUnit;
    private boolean curvatureCounted;
    private boolean curvatureEach;
    private long mostCurvature;
    private int drawnRows;
    private long weight;

    QuantizedGradients(int rows) {
        this.rows = rows;
    }

    /**
     * Takes the gradients of a tree and fills {@code order} with the rows drawn, ascending.
     *
     * @param curvatures of each output, or one for all
     */
    void set(
            float[][] gradients,
            float[][] curvatures,
            byte @Nullable [] drawn,
            long seed,
            int tree,
            int[] order,
            Workers workers) {
        var current = roundings;
        if (current == null || current.seed() != seed) {
            current = Roundings.of(seed, rows, workers);
            roundings = current;
        }
        var ofRows = current;
        var ranges = new GradientRange[Workers.ranges(rows)];
        workers.forRanges(
                rows,
                (from, to) -> ranges[from / Workers.RANGE] = GradientRange.of(gradients, curvatures, drawn, from, to));
        var all = GradientRange.join(ranges, gradients.length, curvatures.length);
        drawnRows = all.drawn();
        weight = all.weight();
        outputs = gradients.length;
        curvatureCounted = all.leastCurvature() == all.mostCurvature() && all.mostCurvature() > 0;
        curvatureEach = curvatures.length > 1 && !curvatureCounted;
        single = outputs > 1 && all.single() && !curvatureEach;
        if (curvatureCounted) {
            curvatureBits = Long.SIZE - Long.numberOfLeadingZeros(weight);
            curvatureUnit = all.mostCurvature();
        } else {
            curvatureBits = Math.max(CURVATURE_BITS, Long.SIZE + 1 - Long.numberOfLeadingZeros(weight));
            curvatureUnit =
                    unit(Arrays.stream(all.curvature()).max().orElseThrow(), (1L << curvatureBits) - 1 - weight);
        }
        gradientUnit = unit(all.gradient(), (1L << (Long.SIZE - 1 - curvatureBits)) - 1 - weight);
        mostCurvature = curvatureCounted ? 1 : (long) (all.mostOfRow() / curvatureUnit) + curvatures.length;
        allocate(single ? 1 : gradients.length);
        var starts = GradientRange.starts(ranges);
        workers.forRanges(rows, (from, to) -> {
            orderRows(drawn, from, to, order, starts[from / Workers.RANGE]);
            for (var k = 0; k < gradients.length; k++) {
                fill(ofRows, k, gradients[k], curvatures[curvatureEach ? k : 0], drawn, from, to, tree);
            }
        });
    }

    /** The least power of two in which {@code sum} is at most {@code most}. */
    private static double unit(double sum, long most) {
        return sum == 0 ? 1 : Math.scalb(1.0, Math.getExponent(sum / most) + 1);
    }

    private void allocate(int count) {
        if (words.length != count) {
            words = new long[count][rows];
        }
        if (single && outputOf.length == 0) {
            outputOf = new int[rows];
        }
    }

    private static void orderRows(byte @Nullable [] drawn, int from, int to, int[] order, int start) {
        var place = start;
        for (var row = from; row < to; row++) {
            if (drawn == null) {
                order[row] = row;
            } else if (drawn[row] > 0) {
                order[place++] = row;
            }
        }
    }

    private void fill(
            Roundings roundings,
            int output,
            float[] gradient,
            float[] curvature,
            byte @Nullable [] drawn,
            int from,
            int to,
            int tree) {
        var target = words[single ? 0 : output];
        var perGradient = 1 / gradientUnit;
        var withCurvature = single || curvatureEach || output == 0;
        var perCurvature = withCurvature ? 1 / curvatureUnit : 0;
        var counted = curvatureCounted && withCurvature ? 1 : 0;
        var shift = roundings.shift(tree, output);
        for (var row = from; row < to; row++) {
            if (single && gradient[row] == 0 && output > 0) {
                continue;
            }
            var rounding = roundings.of(row, shift);
            var g = (long) Math.floor(gradient[row] * perGradient + rounding);
            // The other way, so that the two do not go up and down together.
            var h = curvatureCounted ? counted : (long) (curvature[row] * perCurvature + (1 - rounding));
            var word = (g << curvatureBits) + h;
            target[row] = drawn == null ? word : word * drawn[row];
            if (single) {
                outputOf[row] = output;
            }
        }
    }

    /** The number of outputs. */
    int outputs() {
        return outputs;
    }

    /** The number of different rows drawn. */
    int drawnRows() {
        return drawnRows;
    }

    /** The number of rows drawn, each counted as often as it was. */
    long weight() {
        return weight;
    }

    /** Per row its word, of one output or, if {@link #single}, of the one output it has. */
    long[] words(int output) {
        return words[output];
    }

    /** Whether each row has one word alone, that of {@link #outputOf}. */
    boolean single() {
        return single;
    }

    /** Per row the output its word belongs to; only if {@link #single}. */
    int[] outputOf() {
        return outputOf;
    }

    /** The number of lower bits that hold the curvature. */
    int curvatureBits() {
        return curvatureBits;
    }

    double gradientUnit() {
        return gradientUnit;
    }

    double curvatureUnit() {
        return curvatureUnit;
    }

    /** Whether all rows have a curvature of one unit, so that a sum of curvatures counts rows. */
    boolean curvatureCounted() {
        return curvatureCounted;
    }

    /** Whether each output has curvatures of its own. */
    boolean curvatureEach() {
        return curvatureEach;
    }

    /** The most units of curvature that a row can have, if drawn once. */
    long mostCurvature() {
        return mostCurvature;
    }
}
