package dev.updraft.engine.reference;

/** The product of two matrices. */
final class MatrixProduct {
    private MatrixProduct() {}

    static Tensor of(Tensor a, boolean transposeLeft, Tensor b, boolean transposeRight) {
        var rows = a.dim(transposeLeft ? 1 : 0);
        var inner = a.dim(transposeLeft ? 0 : 1);
        var columns = b.dim(transposeRight ? 0 : 1);
        var left = a.strides();
        var right = b.strides();
        var leftRow = left[transposeLeft ? 1 : 0];
        var leftInner = left[transposeLeft ? 0 : 1];
        var rightInner = right[transposeRight ? 1 : 0];
        var rightColumn = right[transposeRight ? 0 : 1];
        var result = Tensor.zeros(rows, columns);
        for (var i = 0; i < rows; i++) {
            for (var k = 0; k < inner; k++) {
                var factor = a.values()[i * leftRow + k * leftInner];
                for (var j = 0; j < columns; j++) {
                    result.values()[i * columns + j] += factor * b.values()[k * rightInner + j * rightColumn];
                }
            }
        }
        return result;
    }
}
