package dev.updraft.training.linear;

import java.util.List;
import java.util.stream.IntStream;

/** A symmetric matrix as the product of a lower triangle with itself, and the solution of equations by it. */
final class Cholesky {
    /** What is left of a column, beside what it was, if it follows from those before it. */
    private static final double NOTHING = 1e-11;

    private final double[][] lower;
    private final boolean[] isFollowing;

    /** @param matrix becomes the lower triangle */
    Cholesky(double[][] matrix) {
        lower = matrix;
        isFollowing = new boolean[matrix.length];
        for (var row = 0; row < matrix.length; row++) {
            var ofRow = lower[row];
            var before = ofRow[row];
            for (var column = 0; column < row; column++) {
                var ofColumn = lower[column];
                var sum = ofRow[column];
                for (var k = 0; k < column; k++) {
                    sum -= ofRow[k] * ofColumn[k];
                }
                ofRow[column] = isFollowing[column] ? 0 : sum / ofColumn[column];
            }
            var left = before;
            for (var k = 0; k < row; k++) {
                left -= ofRow[k] * ofRow[k];
            }
            if (left <= NOTHING * before) {
                isFollowing[row] = true;
                ofRow[row] = 1;
            } else {
                ofRow[row] = Math.sqrt(left);
            }
        }
    }

    /** The columns that follow from those before them, so that the matrix has no inverse; their unknowns are taken to be 0. */
    List<Integer> following() {
        return IntStream.range(0, lower.length)
                .filter(column -> isFollowing[column])
                .boxed()
                .toList();
    }

    /** Solves for a right-hand side. */
    double[] solve(double[] right) {
        var solution = right.clone();
        for (var row = 0; row < lower.length; row++) {
            if (isFollowing[row]) {
                solution[row] = 0;
                continue;
            }
            for (var k = 0; k < row; k++) {
                solution[row] -= lower[row][k] * solution[k];
            }
            solution[row] /= lower[row][row];
        }
        for (var row = lower.length - 1; row >= 0; row--) {
            if (isFollowing[row]) {
                solution[row] = 0;
                continue;
            }
            solution[row] /= lower[row][row];
            for (var k = 0; k < row; k++) {
                solution[k] -= lower[row][k] * solution[row];
            }
        }
        return solution;
    }
}
