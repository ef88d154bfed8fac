package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.source.JavaText;
import java.util.Locale;

/** The weights of a convolution by channel of its image; the depth goes over window and filters of the group. */
record FilterOperand(Place weights, Shape kernel, int groups) implements TileOperand {

    private int filters() {
        return kernel.dim(3) / groups;
    }

    @Override
    public boolean alongDepth() {
        return true;
    }

    @Override
    public void outer(JavaText text, String outer) {
        text.line("int %s = %s%s;"
                .formatted(
                        TileOperand.of("at", outer),
                        TileOperand.times(outer, kernel.dim(3)),
                        groups == 1 ? "" : " + group * " + filters()));
    }

    @Override
    public void depth(JavaText text, String depth) {
        text.line(String.format(
                Locale.ROOT,
                "int %s = %s * %d + %s;",
                TileOperand.of("at", depth),
                TileOperand.quotient(depth, filters()),
                kernel.dim(2) * kernel.dim(3),
                TileOperand.remainder(depth, filters())));
    }

    @Override
    public String element(String outer, String depth) {
        return weights.get(TileOperand.of("at", outer) + " + " + TileOperand.of("at", depth));
    }
}
