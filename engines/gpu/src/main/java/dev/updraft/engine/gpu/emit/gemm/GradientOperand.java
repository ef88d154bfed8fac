package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.source.WindowAxis;
import java.util.Locale;

/**
 * The gradient of a convolution's result by pixel of its image; the depth goes over window and filters. Where the window
 * stands so that the pixel lies under its row {@code i} and column {@code j}, is as many steps of its stride away; with a
 * stride of more than 1 it may never stand there.
 */
record GradientOperand(Place gradient, Shape input, Shape output, Window window, int groups) implements TileOperand {

    private int filters() {
        return output.dim(3) / groups;
    }

    @Override
    public boolean alongDepth() {
        return true;
    }

    @Override
    public void outer(JavaText text, String outer) {
        var pixels = input.dim(1) * input.dim(2);
        var down = TileOperand.quotient(TileOperand.remainder(outer, pixels), input.dim(2));
        var right = TileOperand.remainder(outer, input.dim(2));
        text.line("int %s = %s;".formatted(TileOperand.y(outer), TileOperand.plus(down, window.padTop())))
                .line("int %s = %s;".formatted(TileOperand.x(outer), TileOperand.plus(right, window.padLeft())))
                .line(String.format(
                        Locale.ROOT,
                        "int %s = %s * %d%s%s;",
                        TileOperand.at(outer),
                        TileOperand.quotient(outer, pixels),
                        output.elementsPerSample(),
                        groups == 1 ? "" : " + group * " + filters(),
                        windowsOf(outer, " + ")));
        if (endsInside()) {
            bits(outer).declare(text, TileOperand.of("bits", outer));
        }
    }

    @Override
    public void depth(JavaText text, String depth) {
        var under = TileOperand.of("under", depth);
        var row = TileOperand.of("i", depth);
        text.line("int %s = %s;".formatted(under, TileOperand.quotient(depth, filters())))
                .line("int %s = %s;".formatted(row, TileOperand.quotient(under, window.width())))
                .line("int %s = %s;".formatted(TileOperand.y(depth), TileOperand.times(row, window.dilationHeight())))
                .line("int %s = (%s - %s) * %s;"
                        .formatted(
                                TileOperand.x(depth),
                                under,
                                TileOperand.times(row, window.width()),
                                window.dilationWidth()))
                .line("int %s = %s%s;"
                        .formatted(
                                TileOperand.at(depth),
                                TileOperand.remainder(depth, filters()),
                                windowsOf(depth, " - ")));
        if (endsInside()) {
            bits(depth).declareBit(text, TileOperand.of("bit", depth), depth);
        }
    }

    /** Where every step is to the next pixel, what follows from the window's place is a sum of two parts. */
    private boolean dense() {
        return window.strideHeight() == 1 && window.strideWidth() == 1;
    }

    private String windowsOf(String index, String sign) {
        return dense()
                ? String.format(
                        Locale.ROOT,
                        "%s(%s * %d + %s) * %d",
                        sign,
                        TileOperand.y(index),
                        output.dim(2),
                        TileOperand.x(index),
                        output.dim(3))
                : "";
    }

    private WindowBits bits(String outer) {
        return new WindowBits(
                window,
                filters(),
                i -> WindowAxis.rows(window, input)
                        .signsAtWindow(TileOperand.minus(TileOperand.y(outer), i * window.dilationHeight())),
                j -> WindowAxis.columns(window, input)
                        .signsAtWindow(TileOperand.minus(TileOperand.x(outer), j * window.dilationWidth())));
    }

    @Override
    public boolean endsInside() {
        return bits("outer").asked();
    }

    @Override
    public String inside(String outer, String depth) {
        if (endsInside()) {
            return "(%s & %s) != 0".formatted(TileOperand.of("bits", outer), TileOperand.of("bit", depth));
        }
        var signs = WindowAxis.rows(window, input).signsAtWindow(distance("y", outer, depth));
        signs.addAll(WindowAxis.columns(window, input).signsAtWindow(distance("x", outer, depth)));
        return signs.isEmpty() ? "" : "(" + String.join(" & ", signs) + ") < 0";
    }

    @Override
    public String element(String outer, String depth) {
        var index = TileOperand.at(outer) + " + " + TileOperand.at(depth);
        return gradient.get(
                dense()
                        ? index
                        : String.format(
                                Locale.ROOT,
                                "%s + ((%s) * %d + %s) * %d",
                                index,
                                TileOperand.quotient(distance("y", outer, depth), window.strideHeight()),
                                output.dim(2),
                                TileOperand.quotient(distance("x", outer, depth), window.strideWidth()),
                                output.dim(3)));
    }

    private static String distance(String axis, String outer, String depth) {
        return TileOperand.of(axis, outer) + " - " + TileOperand.of(axis, depth);
    }
}
