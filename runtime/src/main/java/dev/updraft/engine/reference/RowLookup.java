package dev.updraft.engine.reference;

import java.util.Arrays;

/** Rows of a table by their numbers. */
final class RowLookup {
    private RowLookup() {}

    /** Without what is behind the point. */
    static Tensor integers(Tensor x) {
        return new Tensor(
                x.dims(), Arrays.stream(x.values()).map(value -> (int) value).toArray());
    }

    /** An index outside of the table gives a row of NaN. */
    static Tensor gather(Tensor table, Tensor indices, int[] dims) {
        var result = Tensor.zeros(dims);
        var width = table.values().length / table.dim(0);
        for (var i = 0; i < indices.values().length; i++) {
            var row = (int) indices.values()[i];
            if (row >= 0 && row < table.dim(0)) {
                System.arraycopy(table.values(), row * width, result.values(), i * width, width);
            } else {
                Arrays.fill(result.values(), i * width, (i + 1) * width, Double.NaN);
            }
        }
        return result;
    }

    /** An index outside of the table is left out. */
    static Tensor scatterAdd(Tensor indices, Tensor gradient, int[] dims) {
        var result = Tensor.zeros(dims);
        var width = result.values().length / dims[0];
        for (var i = 0; i < indices.values().length; i++) {
            var row = (int) indices.values()[i];
            for (var column = 0; column < width && row >= 0 && row < dims[0]; column++) {
                result.values()[row * width + column] += gradient.values()[i * width + column];
            }
        }
        return result;
    }
}
