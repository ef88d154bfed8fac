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
        text.line(String.format(
                        Locale.ROOT,
                        "int %s = %s %% %d / %d + %d;",
                        TileOperand.of("y", outer),
                        outer,
                        pixels,
                        input.dim(2),
                        window.padTop()))
                .line(String.format(
                        Locale.ROOT,
                        "int %s = %s %% %d + %d;",
                        TileOperand.of("x", outer),
                        outer,
                        input.dim(2),
                        window.padLeft()))
                .line(String.format(
                        Locale.ROOT,
                        "int %s = %s / %d * %d%s;",
                        TileOperand.of("at", outer),
                        outer,
                        pixels,
                        output.elementsPerSample(),
                        groups == 1 ? "" : " + group * " + filters()));
    }

    @Override
    public void depth(JavaText text, String depth) {
        var i = depth + " / " + window.width() * filters();
        var j = depth + " / " + filters() + " % " + window.width();
        text.line("int %s = %s;".formatted(TileOperand.of("y", depth), TileOperand.times(i, window.dilationHeight())))
                .line("int %s = %s;"
                        .formatted(TileOperand.of("x", depth), TileOperand.times(j, window.dilationWidth())))
                .line(String.format(Locale.ROOT, "int %s = %s %% %d;", TileOperand.of("at", depth), depth, filters()));
    }

    @Override
    public String inside(String outer, String depth) {
        var conditions = WindowAxis.rows(window, input).atWindow(distance("y", outer, depth));
        conditions.addAll(WindowAxis.columns(window, input).atWindow(distance("x", outer, depth)));
        return String.join(" && ", conditions);
    }

    @Override
    public String element(String outer, String depth) {
        return gradient.get(String.format(
                Locale.ROOT,
                "%s + %s + (%s * %d + %s) * %d",
                TileOperand.of("at", outer),
                TileOperand.of("at", depth),
                steps(distance("y", outer, depth), window.strideHeight()),
                output.dim(2),
                steps(distance("x", outer, depth), window.strideWidth()),
                output.dim(3)));
    }

    private static String steps(String distance, int stride) {
        return "(" + distance + ")" + (stride == 1 ? "" : " / " + stride);
    }

    private static String distance(String axis, String outer, String depth) {
        return TileOperand.of(axis, outer) + " - " + TileOperand.of(axis, depth);
    }
}
