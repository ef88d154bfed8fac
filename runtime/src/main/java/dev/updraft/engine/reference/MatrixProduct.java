package dev.updraft.engine.reference;

/** The product of two matrices. */
final class MatrixProduct {
    private MatrixProduct() {}

    /** All axes of an operand but the last are rows. */
    static Tensor of(Tensor a, boolean transposeLeft, Tensor b, boolean transposeRight, int[] dims) {
        var result = Tensor.zeros(dims);
        add(Matrix.of(a, transposeLeft), Matrix.of(b, transposeRight), result.values(), 0);
        return result;
    }

    /** The product of each pair of matrices, which are the last two axes. */
    static Tensor ofEach(Tensor a, boolean transposeLeft, Tensor b, boolean transposeRight, int[] dims) {
        var result = Tensor.zeros(dims);
        var matrix = dims[dims.length - 2] * dims[dims.length - 1];
        for (var i = 0; i < result.values().length / matrix; i++) {
            add(Matrix.of(a, i, transposeLeft), Matrix.of(b, i, transposeRight), result.values(), i * matrix);
        }
        return result;
    }

    private static void add(Matrix a, Matrix b, double[] result, int start) {
        for (var i = 0; i < a.rows; i++) {
            for (var k = 0; k < a.columns; k++) {
                var factor = a.get(i, k);
                for (var j = 0; j < b.columns; j++) {
                    result[start + i * b.columns + j] += factor * b.get(k, j);
                }
            }
        }
    }

    /** A matrix within a tensor, as it is after transposing. */
    private record Matrix(double[] values, int start, int rows, int columns, int rowStride, int columnStride) {

        static Matrix of(Tensor tensor, boolean transposed) {
            var columns = tensor.dim(tensor.rank() - 1);
            return of(tensor.values(), 0, tensor.values().length / columns, columns, transposed);
        }

        static Matrix of(Tensor tensor, int number, boolean transposed) {
            var rows = tensor.dim(tensor.rank() - 2);
            var columns = tensor.dim(tensor.rank() - 1);
            return of(tensor.values(), number * rows * columns, rows, columns, transposed);
        }

        private static Matrix of(double[] values, int start, int rows, int columns, boolean transposed) {
            return transposed
                    ? new Matrix(values, start, columns, rows, 1, columns)
                    : new Matrix(values, start, rows, columns, columns, 1);
        }

        double get(int row, int column) {
            return values[start + row * rowStride + column * columnStride];
        }
    }
}
