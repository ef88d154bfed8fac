package dev.updraft.compiler.program;

import java.util.function.DoubleSupplier;

/** Matrices with orthonormal columns, or rows if those are fewer, evenly distributed among all such matrices. */
final class OrthogonalMatrix {
    /** Twice is enough: Giraud, Langou and Rozloznik, 2005. */
    private static final int PASSES = 2;

    private OrthogonalMatrix() {}

    /**
     * The factor Q of a matrix of normal numbers {@code A = Q R}, with R positive on its diagonal, as Mezzadri,
     * arXiv:math-ph/0609050, shows that it must be: by Gram and Schmidt's process, which takes only sums, products and roots,
     * and so gives the same bits on every machine.
     *
     * @return row-major
     */
    static double[] of(int rows, int columns, DoubleSupplier normal) {
        var length = Math.max(rows, columns);
        var vectors = new double[Math.min(rows, columns)][length];
        for (var at = 0; at < vectors.length; at++) {
            var vector = vectors[at];
            do {
                for (var i = 0; i < length; i++) {
                    vector[i] = normal.getAsDouble();
                }
            } while (!orthonormalize(vectors, at));
        }
        var matrix = new double[Math.multiplyExact(rows, columns)];
        for (var at = 0; at < vectors.length; at++) {
            for (var i = 0; i < length; i++) {
                matrix[rows < columns ? at * columns + i : i * columns + at] = vectors[at][i];
            }
        }
        return matrix;
    }

    /** Takes from a vector what lies along those before it; false if nothing is left. */
    private static boolean orthonormalize(double[][] vectors, int at) {
        var vector = vectors[at];
        var before = Math.sqrt(dot(vector, vector));
        for (var pass = 0; pass < PASSES; pass++) {
            for (var other = 0; other < at; other++) {
                var along = dot(vectors[other], vector);
                for (var i = 0; i < vector.length; i++) {
                    vector[i] -= along * vectors[other][i];
                }
            }
        }
        var norm = Math.sqrt(dot(vector, vector));
        for (var i = 0; i < vector.length; i++) {
            vector[i] /= norm;
        }
        return norm > 1e-9 * before;
    }

    private static double dot(double[] a, double[] b) {
        var sum = 0.0;
        for (var i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
