package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.source.JavaText;

/**
 * {@code [rows, depth] · [depth, columns]}, either of them stored transposed; or as many such pairs, one behind the other.
 *
 * @param leftRow elements of a row of the left matrix as it is stored
 * @param rightRow elements of a row of the right matrix as it is stored
 */
record MatMulGemm(
        Place a,
        Place b,
        int leftRow,
        int rightRow,
        boolean transposeLeft,
        boolean transposeRight,
        Size rows,
        int columns,
        Size depth,
        Size matrices)
        implements Gemm {

    /** Of two matrices, whose rows are all axes but the last. */
    static MatMulGemm of(Place a, Place b, Shape left, Shape right, boolean transposeLeft, boolean transposeRight) {
        var last = Size.of(left, left.rank() - 1);
        var others = new Size(left.with(-1, 1).elementsPerSample(), left.batched());
        return new MatMulGemm(
                a,
                b,
                left.dim(-1),
                right.dim(-1),
                transposeLeft,
                transposeRight,
                transposeLeft ? last : others,
                right.dim(transposeRight ? 0 : -1),
                transposeLeft ? others : last,
                new Size(1, false));
    }

    /** Of each pair of matrices, which are the last two axes. */
    static MatMulGemm ofEach(Place a, Place b, Shape left, Shape right, boolean transposeLeft, boolean transposeRight) {
        var number = left.with(-1, 1).with(-2, 1).elementsPerSample();
        return new MatMulGemm(
                a,
                b,
                left.dim(-1),
                right.dim(-1),
                transposeLeft,
                transposeRight,
                new Size(left.dim(transposeLeft ? -1 : -2), false),
                right.dim(transposeRight ? -2 : -1),
                new Size(left.dim(transposeLeft ? -2 : -1), false),
                new Size(number, left.batched()));
    }

    @Override
    public TileOperand leftOperand() {
        return MatrixOperand.of(a, leftRow, !transposeLeft, ofMatrix(rows.number() * depth.number()));
    }

    @Override
    public TileOperand rightOperand() {
        return MatrixOperand.of(b, rightRow, transposeRight, ofMatrix(depth.number() * columns));
    }

    @Override
    public void row(JavaText text, int r) {}

    @Override
    public int walk(JavaText text, int blockRows, int parts) {
        var extent = depth().text();
        text.open(
                parts > 1
                        ? "for (int k = part; k < " + extent + "; k += " + parts + ")"
                        : "for (int k = 0; k < " + extent + "; k++)");
        return 1;
    }

    @Override
    public String left(int r) {
        var index = transposeLeft ? "k * " + leftRow + " + row" + r : "row" + r + " * " + leftRow + " + k";
        return a.get(index + ofMatrix(rows.number() * depth.number()));
    }

    @Override
    public String right(int c) {
        var index = transposeRight ? "column" + c + " * " + rightRow + " + k" : "k * " + rightRow + " + column" + c;
        return b.get(index + ofMatrix(depth.number() * columns));
    }

    @Override
    public String result(int r, int c) {
        return "row" + r + " * " + columns + " + column" + c + ofMatrix(rows.number() * columns);
    }

    /** What is added to the index in the first matrix, if there are several of so many elements. */
    private String ofMatrix(long elements) {
        return severalMatrices() ? " + matrix * " + elements : "";
    }
}
