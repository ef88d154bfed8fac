package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.source.JavaText;
import java.util.List;

/**
 * A contraction as a matrix product of {@code rows} by {@code columns}, over a depth; for convolutions the matrices are never
 * made. It says where the operands' elements are, in two ways: for blocks, which walk the depth in loops of their own, and
 * for tiles, which number it.
 */
sealed interface Gemm permits MatMulGemm, ConvolutionGemm, InputGradientGemm, WeightGradientGemm {

    /**
     * An extent, of which there may be so many for each sample.
     *
     * @param number how many, for each sample or in all
     * @param perSample whether for each sample
     */
    record Size(long number, boolean perSample) {

        /** Of an axis of a shape. */
        static Size of(Shape shape, int axis) {
            return shape.dim(axis) == Shape.BATCH ? new Size(1, true) : new Size(shape.dim(axis), false);
        }

        /** The largest it can be. */
        long most(int capacity) {
            return perSample ? number * capacity : number;
        }

        /** Expression of it, where {@code count} is known. */
        String text() {
            if (!perSample) {
                return Long.toString(number);
            }
            return number == 1 ? "count" : "count * " + number;
        }

        /** Whether it is a multiple of {@code step}, however many samples there are. */
        boolean multipleOf(int step) {
            return number % step == 0;
        }
    }

    Size rows();

    int columns();

    /** Independent products, side by side in the channels. */
    default int groups() {
        return 1;
    }

    /** Independent products of the same extents, one behind the other in memory; the local {@code matrix} counts them. */
    default Size matrices() {
        return new Size(1, false);
    }

    /** Whether there is more than one of {@link #matrices}. */
    default boolean severalMatrices() {
        return !matrices().equals(new Size(1, false));
    }

    /** Terms of one element of the result. */
    Size depth();

    /** The left operand for tiles, by row and depth. */
    TileOperand leftOperand();

    /** The right operand for tiles, by column and depth. */
    TileOperand rightOperand();

    /** Writes what is known of row {@code r} of the block before the walk; its number is in {@code row<r>}. */
    void row(JavaText text, int r);

    /** Opens the loops of the walk, and writes where each row of the block is in it; gives how many are open. */
    int walk(JavaText text, int blockRows, int parts);

    /** Expression of the left operand's element at row {@code r} of the block. */
    String left(int r);

    /** Expression of the right operand's element at column {@code c} of the block, numbered {@code column<c>}. */
    String right(int c);

    /** Expression of the result's index for row {@code r} and column {@code c} of the block. */
    default String result(int r, int c) {
        return "row" + r + " * " + groups() * columns() + " + " + channel(c);
    }

    /** Expression of the column of the result, among those of all groups, for column {@code c} of the block. */
    default String channel(int c) {
        return groups() == 1 ? "column" + c : "group * " + columns() + " + column" + c;
    }

    /** Declares what must hold, outside of the innermost loop; nothing where nothing must: TornadoVM cannot compile a guard that always holds. */
    static void condition(JavaText text, String name, List<String> conditions) {
        if (!conditions.isEmpty()) {
            text.line("boolean " + name + " = " + String.join(" && ", conditions) + ";");
        }
    }
}
