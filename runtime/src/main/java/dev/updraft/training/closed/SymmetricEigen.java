package dev.updraft.training.closed;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues and vectors of a symmetric matrix, by Jacobi's rotations: slow for thousands of rows, but as exact as float64 allows.
 *
 * @param values the largest first
 * @param vectors a row each, of length 1
 */
record SymmetricEigen(double[] values, double[][] vectors) {
    private static final int MOST_SWEEPS = 60;

    /** @param matrix is overwritten */
    static SymmetricEigen of(double[][] matrix) {
        var size = matrix.length;
        var vectors = new double[size][size];
        for (var i = 0; i < size; i++) {
            vectors[i][i] = 1;
        }
        for (var sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(matrix); sweep++) {
            for (var p = 0; p < size - 1; p++) {
                for (var q = p + 1; q < size; q++) {
                    rotate(matrix, vectors, p, q);
                }
            }
        }
        var order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -matrix[i][i]))
                .toList();
        return new SymmetricEigen(
                order.stream().mapToDouble(i -> matrix[i][i]).toArray(),
                order.stream().map(i -> vectors[i]).toArray(double[][]::new));
    }

    /** Whether what is beside the diagonal would not change it. */
    private static boolean isDiagonal(double[][] matrix) {
        for (var i = 0; i < matrix.length; i++) {
            for (var j = i + 1; j < matrix.length; j++) {
                var size = Math.sqrt(Math.abs(matrix[i][i]) * Math.abs(matrix[j][j]));
                if (Math.abs(matrix[i][j]) > 1e-17 * size && Math.abs(matrix[i][j]) > Double.MIN_NORMAL) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Makes the element in row p and column q 0. */
    private static void rotate(double[][] matrix, double[][] vectors, int p, int q) {
        var between = matrix[p][q];
        if (between == 0) {
            return;
        }
        var theta = (matrix[q][q] - matrix[p][p]) / (2 * between);
        var tangent = Double.isInfinite(theta * theta)
                ? 1 / (2 * theta)
                : (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        var cosine = 1 / Math.sqrt(tangent * tangent + 1);
        var sine = tangent * cosine;
        matrix[p][p] -= tangent * between;
        matrix[q][q] += tangent * between;
        matrix[p][q] = 0;
        matrix[q][p] = 0;
        for (var i = 0; i < matrix.length; i++) {
            if (i != p && i != q) {
                var ip = matrix[i][p];
                var iq = matrix[i][q];
                matrix[i][p] = cosine * ip - sine * iq;
                matrix[p][i] = matrix[i][p];
                matrix[i][q] = sine * ip + cosine * iq;
                matrix[q][i] = matrix[i][q];
            }
        }
        var rowP = vectors[p];
        var rowQ = vectors[q];
        for (var i = 0; i < matrix.length; i++) {
            var ofP = rowP[i];
            rowP[i] = cosine * ofP - sine * rowQ[i];
            rowQ[i] = sine * ofP + cosine * rowQ[i];
        }
    }
}
