package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.source.JavaText;

/**
 * A matrix that is there as it is.
 *
 * @param outerStride elements from one outer index to the next
 * @param depthStride elements from one depth to the next; one of the two is 1
 * @param offset what is added to the place of every element, with its sign; empty for nothing
 */
record MatrixOperand(Place place, int outerStride, int depthStride, String offset) implements TileOperand {

    /** A matrix with rows of {@code row} elements, along the depth or across it. */
    static MatrixOperand of(Place place, int row, boolean alongDepth) {
        return of(place, row, alongDepth, "");
    }

    /** As the other, with {@code offset}. */
    static MatrixOperand of(Place place, int row, boolean alongDepth, String offset) {
        return new MatrixOperand(place, alongDepth ? row : 1, alongDepth ? 1 : row, offset);
    }

    @Override
    public boolean alongDepth() {
        return depthStride == 1;
    }

    @Override
    public void outer(JavaText text, String outer) {
        text.line(
                "int %s = %s%s;".formatted(TileOperand.of("at", outer), TileOperand.times(outer, outerStride), offset));
    }

    @Override
    public void depth(JavaText text, String depth) {
        text.line("int %s = %s;".formatted(TileOperand.of("at", depth), TileOperand.times(depth, depthStride)));
    }

    @Override
    public boolean straight(int slice) {
        return true;
    }

    @Override
    public void depth(JavaText text, String depth, String first, int more) {
        text.line("int %s = %s;"
                .formatted(
                        TileOperand.of("at", depth),
                        TileOperand.plus(TileOperand.of("at", first), more * depthStride)));
    }

    @Override
    public String element(String outer, String depth) {
        return place.get(TileOperand.of("at", outer) + " + " + TileOperand.of("at", depth));
    }
}
