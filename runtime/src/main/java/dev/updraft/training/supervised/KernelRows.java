package dev.updraft.training.supervised;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rows of the matrix {@code exp(-gamma |x_i - x_j|²)}. Those that were used last are kept. Sums over features are in float64 in the
 * order of the features, so that a value does not depend on which row it was computed in.
 */
final class KernelRows {
    private static final long MOST_BYTES = 256L << 20;

    private final double[][] columns;
    private final double[] squares;
    private final double gamma;
    private final Map<Integer, float[]> kept;

    KernelRows(double[][] columns, int count, double gamma) {
        this.columns = columns;
        this.gamma = gamma;
        squares = new double[count];
        for (var column : columns) {
            for (var i = 0; i < count; i++) {
                squares[i] += column[i] * column[i];
            }
        }
        var most = Math.max(2, MOST_BYTES / ((long) count * Float.BYTES));
        kept = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, float[]> eldest) {
                return size() > most;
            }
        };
    }

    int count() {
        return squares.length;
    }

    float[] row(int number) {
        var known = kept.get(number);
        if (known != null) {
            return known;
        }
        var row = compute(number);
        kept.put(number, row);
        return row;
    }

    private float[] compute(int number) {
        var products = new double[squares.length];
        for (var column : columns) {
            var factor = column[number];
            for (var i = 0; i < products.length; i++) {
                products[i] += factor * column[i];
            }
        }
        var row = new float[products.length];
        for (var i = 0; i < row.length; i++) {
            var distance = Math.max(0, squares[i] + squares[number] - 2 * products[i]);
            row[i] = (float) Math.exp(-gamma * distance);
        }
        row[number] = 1;
        return row;
    }
}
