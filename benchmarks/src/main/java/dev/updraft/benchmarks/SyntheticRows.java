package dev.updraft.benchmarks;

import java.util.SplittableRandom;

/**
 * Rows that anyone can make again: features normal, log-normal and whole; a label of 0 or 1 that depends on products, thresholds and
 * one periodic term, a tenth of the labels turned over; a twentieth of the values of every fourth feature missing.
 *
 * @param values rows × features
 */
record SyntheticRows(float[] values, float[] labels, int features) {
    static SyntheticRows of(int rows, int features, long seed) {
        var values = new float[rows * features];
        var labels = new float[rows];
        var random = new SplittableRandom(seed);
        for (var row = 0; row < rows; row++) {
            var at = row * features;
            for (var j = 0; j < features; j++) {
                var radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
                var normal = radius * Math.cos(2 * Math.PI * random.nextDouble());
                values[at + j] = (float)
                        switch (j % 3) {
                            case 0 -> normal;
                            case 1 -> Math.exp(normal);
                            default -> Math.round(4 * normal);
                        };
            }
            var margin = margin(values, at);
            labels[row] =
                    (random.nextDouble() < 0.1 ? -margin : margin) + 0.5 * (random.nextDouble() - 0.5) > 0 ? 1 : 0;
            for (var j = 0; j < features; j += 4) {
                if (random.nextDouble() < 0.05) {
                    values[at + j] = Float.NaN;
                }
            }
        }
        return new SyntheticRows(values, labels, features);
    }

    private static double margin(float[] x, int at) {
        return 1.2 * x[at] * x[at + 3]
                + (x[at + 1] > 1 ? 1 : -0.5) * (x[at + 2] > 0 ? 1.5 : -1)
                + Math.sin(2 * x[at + 6])
                + 0.4 * x[at + 5] * 0.5
                + 0.3 * x[at + 9] * x[at + 12]
                - 0.2 * Math.log(x[at + 4]);
    }

    int rows() {
        return labels.length;
    }
}
