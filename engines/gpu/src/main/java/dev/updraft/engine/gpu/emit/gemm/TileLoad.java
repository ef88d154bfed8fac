package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.Locale;

/**
 * How the work-items of a group bring a tile of an operand to local memory, transposed if need be: the depth is its first
 * axis there. Neighbouring work-items take neighbours in the device's memory. A work-item keeps its place in this axis, and
 * takes several in the other, at a fixed distance.
 *
 * @param name {@code A} for the left operand, {@code B} for the right one
 * @param outer what outer indices are called
 * @param operand to load from
 * @param extent of the tile along the outer axis
 * @param tiling the sizes
 * @param bound of the outer index
 * @param depth bound of the depth
 */
record TileLoad(
        String name, String outer, TileOperand operand, int extent, Tiling tiling, Gemm.Size bound, Gemm.Size depth) {

    static TileLoad left(Gemm gemm, Tiling tiling) {
        return new TileLoad("A", "row", gemm.leftOperand(), tiling.rows(), tiling, gemm.rows(), gemm.depth());
    }

    static TileLoad right(Gemm gemm, Tiling tiling) {
        var columns = new Gemm.Size(gemm.columns(), false);
        return new TileLoad("B", "column", gemm.rightOperand(), tiling.columns(), tiling, columns, gemm.depth());
    }

    /** Elements from one depth to the next in local memory. */
    int stride() {
        return extent + Tiling.PADDING;
    }

    /** Expression of an element in local memory. */
    String get(String index) {
        return "tile" + name + "[" + index + "]";
    }

    private boolean alongDepth() {
        return operand.alongDepth();
    }

    /** Places along the axis in which a work-item keeps its place. */
    private int along() {
        return alongDepth() ? tiling.depth() : extent;
    }

    /** Places from one element of a work-item to its next. */
    private int distance() {
        return tiling.items() / along();
    }

    /** Elements that a work-item loads. */
    private int steps() {
        return extent * tiling.depth() / tiling.items();
    }

    private String number(String what, int step) {
        return what + name + step;
    }

    /** Declares local memory, and what does not change from slice to slice. {@code tile<Outer>} is where the tile begins. */
    void prepare(JavaText text) {
        text.line(String.format(
                        Locale.ROOT,
                        "float[] tile%s = context.allocateFloatLocalArray(%d * %d);",
                        name,
                        tiling.depth(),
                        stride()))
                .line(String.format(Locale.ROOT, "int along%s = local %% %d;", name, along()))
                .line(String.format(Locale.ROOT, "int across%s = local / %d;", name, along()));
        text.line("int store%s = %s;"
                .formatted(
                        name,
                        alongDepth()
                                ? String.format(Locale.ROOT, "along%s * %d + across%s", name, stride(), name)
                                : String.format(Locale.ROOT, "across%s * %d + along%s", name, stride(), name)));
        if (alongDepth()) {
            for (var step = 0; step < steps(); step++) {
                outer(text, number(outer, step), "across" + name + plus(step));
            }
        } else {
            outer(text, number(outer, 0), "along" + name);
        }
    }

    /** Beyond the edge the last one is loaded again: what becomes of it is not kept. */
    private void outer(JavaText text, String index, String place) {
        var from = TileOperand.of("tile", outer) + " + " + place;
        text.line("int %s = %s;"
                .formatted(
                        index,
                        bound.multipleOf(extent) ? from : "TornadoMath.min(%s, %s - 1)".formatted(from, bound.text())));
        operand.outer(text, index);
    }

    private String plus(int step) {
        return step == 0 ? "" : " + " + step * distance();
    }

    /** Loads a work-item's share of the slice that begins at depth {@code slice}; 0 beyond the end of the depth. */
    void load(JavaText text) {
        if (alongDepth()) {
            depth(text, number("depth", 0), "along" + name);
            for (var step = 0; step < steps(); step++) {
                value(text, step, number(outer, step), number("depth", 0));
            }
        } else {
            for (var step = 0; step < steps(); step++) {
                depth(text, number("depth", step), "across" + name + plus(step));
                value(text, step, number(outer, 0), number("depth", step));
            }
        }
    }

    private void depth(JavaText text, String index, String place) {
        text.line("int %s = slice + %s;".formatted(index, place));
        operand.depth(text, index);
    }

    private void value(JavaText text, int step, String outerIndex, String depthIndex) {
        var inside = operand.inside(outerIndex, depthIndex);
        var within = depth.multipleOf(tiling.depth())
                ? ""
                : depthIndex + " < " + (depth.perSample() ? "depth" : depth.text());
        var condition = within.isEmpty() || inside.isEmpty() ? within + inside : within + " && " + inside;
        var element = operand.element(outerIndex, depthIndex);
        text.line("float %s = %s;"
                .formatted(
                        number("load", step), condition.isEmpty() ? element : condition + " ? " + element + " : 0f"));
    }

    /** Stores what was loaded. */
    void store(JavaText text) {
        for (var step = 0; step < steps(); step++) {
            var offset = step * distance() * (alongDepth() ? 1 : stride());
            text.line("%s = %s;"
                    .formatted(get("store" + name + (offset == 0 ? "" : " + " + offset)), number("load", step)));
        }
    }
}
