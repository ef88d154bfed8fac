package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.tensor.Shape;

/** {@code [rows, depth] · [depth, columns]}, either of them stored transposed. */
record MatMulGemm(Place a, Place b, Shape left, Shape right, boolean transposeLeft, boolean transposeRight)
        implements Gemm {
    @Override
    public Size rows() {
        return Size.of(left, transposeLeft ? 1 : 0);
    }

    @Override
    public int columns() {
        return right.dim(transposeRight ? 0 : 1);
    }

    @Override
    public Size depth() {
        return Size.of(left, transposeLeft ? 0 : 1);
    }

    @Override
    public TileOperand leftOperand() {
        return MatrixOperand.of(a, left.dim(1), !transposeLeft);
    }

    @Override
    public TileOperand rightOperand() {
        return MatrixOperand.of(b, right.dim(1), transposeRight);
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
        return a.get(transposeLeft ? "k * " + left.dim(1) + " + row" + r : "row" + r + " * " + left.dim(1) + " + k");
    }

    @Override
    public String right(int c) {
        return b.get(
                transposeRight
                        ? "column" + c + " * " + right.dim(1) + " + k"
                        : "k * " + right.dim(1) + " + column" + c);
    }
}
