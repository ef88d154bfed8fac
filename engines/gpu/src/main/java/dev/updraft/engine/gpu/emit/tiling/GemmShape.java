package dev.updraft.engine.gpu.emit.tiling;

import dev.updraft.compiler.ops.Op;

/**
 * What the choice of a {@link Tiling} is made by: a matrix product, or a convolution or one of its gradients seen as one.
 *
 * @param op the operation; how its operands lie in memory follows from it
 * @param rows of the result in the largest step
 * @param columns of the result, of one group
 * @param depth terms of one element of the result in the largest step
 * @param groups independent products side by side
 */
public record GemmShape(Op op, long rows, int columns, long depth, int groups) {

    /** Elements of the result in the largest step. */
    public long elements() {
        return rows * columns * groups;
    }
}
