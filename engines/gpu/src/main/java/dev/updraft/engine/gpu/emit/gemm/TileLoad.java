package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.Locale;

/**
 * How the work-items of a group bring a tile of an operand to local memory, transposed if need be: the depth is its first
 * axis there. Neighbouring work-items take neighbours in the device's memory. A work-item keeps its places in this axis, one
 * unless there are more than work-items, and takes several in the other, at a fixed distance. Local memory has room for two slices, which are used in turn.
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

    private String get(String index) {
        return "tile" + name + "[" + index + "]";
    }

    /**
     * Declares where a work-item's block begins. The expression shows to compilers that it is a multiple of four.
     *
     * @param item the same in the tile
     * @param depth expression of where in local memory the slice begins: 0 or the depth of a slice
     */
    void begin(JavaText text, String item, String depth) {
        text.line(String.format(Locale.ROOT, "int from%s = %s + %s * %d;", name, item, depth, stride()));
    }

    /** Expression of an element of a work-item's block. */
    String get(int depth, int place) {
        return get(TileOperand.plus("from" + name, depth * stride() + place));
    }

    private boolean alongDepth() {
        return operand.alongDepth();
    }

    /** Places along the axis in which work-items keep theirs, as far as they cover it at once. */
    private int along() {
        return Math.min(alongDepth() ? tiling.depth() : extent, tiling.items());
    }

    /** Outer places of a work-item. */
    private int outers() {
        return alongDepth() ? extent / distance() : extent / along();
    }

    /** Places from one element of a work-item to its next in the other axis. */
    private int distance() {
        return tiling.items() / along();
    }

    /** Depths of a work-item. */
    private int depths() {
        return alongDepth() ? 1 : tiling.depth() / distance();
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
                        Tiling.BUFFERS * tiling.depth(),
                        stride()))
                .line("int along%s = %s;".formatted(name, TileOperand.remainder("local", along())))
                .line("int across%s = %s;".formatted(name, TileOperand.quotient("local", along())));
        text.line("int store%s = %s;"
                .formatted(
                        name,
                        alongDepth()
                                ? String.format(Locale.ROOT, "along%s * %d + across%s", name, stride(), name)
                                : String.format(Locale.ROOT, "across%s * %d + along%s", name, stride(), name)));
        for (var step = 0; step < outers(); step++) {
            outer(text, number(outer, step), TileOperand.plus((alongDepth() ? "across" : "along") + name, outer(step)));
        }
    }

    /** From the first outer place of a work-item to another. */
    private int outer(int step) {
        return step * (alongDepth() ? distance() : along());
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

    /** Loads a work-item's share of the slice that begins at the depth {@code slice}; 0 beyond the end of the depth. */
    void load(JavaText text, String slice) {
        var first = number("depth", 0);
        text.line("int %s = %s + %s%s;".formatted(first, slice, alongDepth() ? "along" : "across", name));
        operand.depth(text, first);
        for (var step = 1; step < depths(); step++) {
            var more = step * distance();
            text.line("int %s = %s + %s;".formatted(number("depth", step), first, more));
            if (operand.straight(tiling.depth())) {
                operand.depth(text, number("depth", step), first, more);
            } else {
                operand.depth(text, number("depth", step));
            }
        }
        for (var outerStep = 0; outerStep < outers(); outerStep++) {
            for (var depthStep = 0; depthStep < depths(); depthStep++) {
                value(text, value(outerStep, depthStep), number(outer, outerStep), number("depth", depthStep));
            }
        }
    }

    private String value(int outerStep, int depthStep) {
        return number("load", outerStep * depths() + depthStep);
    }

    private void value(JavaText text, String value, String outerIndex, String depthIndex) {
        var inside = operand.inside(outerIndex, depthIndex);
        var within = depth.multipleOf(tiling.depth()) || operand.endsInside()
                ? ""
                : depthIndex + " < " + (depth.perSample() ? "depth" : depth.text());
        var element = orZero(within, orZero(inside, operand.element(outerIndex, depthIndex)));
        text.line("float %s = %s;".formatted(value, element));
    }

    /** Conditions are asked one inside the other: TornadoVM gets {@code &&} wrong within loops. */
    private static String orZero(String condition, String element) {
        return condition.isEmpty() ? element : "(" + condition + " ? " + element + " : 0f)";
    }

    /**
     * Stores what was loaded.
     *
     * @param depth expression of where in local memory: 0 or the depth of a slice
     */
    void store(JavaText text, String depth) {
        var to = "to" + name;
        text.line(String.format(Locale.ROOT, "int %s = store%s + (%s) * %d;", to, name, depth, stride()));
        for (var outerStep = 0; outerStep < outers(); outerStep++) {
            for (var depthStep = 0; depthStep < depths(); depthStep++) {
                var offset = outer(outerStep) + depthStep * distance() * stride();
                text.line("%s = %s;".formatted(get(TileOperand.plus(to, offset)), value(outerStep, depthStep)));
            }
        }
    }
}
