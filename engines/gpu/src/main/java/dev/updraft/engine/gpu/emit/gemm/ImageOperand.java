package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.source.WindowAxis;
import java.util.Locale;

/**
 * The image of a convolution as a matrix over the places of the window and what lies under it. A place gives the corner of
 * the window, which may lie outside of the image; what lies under it is found at a distance from there that is the same for
 * all places: row, column and index in memory are sums of a part of one and a part of the other.
 *
 * @param placesOuter whether places are the outer index, and the depth goes over window and channels; else the other way
 */
record ImageOperand(Place image, Shape input, Shape output, Window window, int groups, boolean placesOuter)
        implements TileOperand {

    /** Neighbouring channels are neighbours in memory. */
    @Override
    public boolean alongDepth() {
        return placesOuter;
    }

    @Override
    public void outer(JavaText text, String outer) {
        if (placesOuter) {
            place(text, outer);
        } else {
            under(text, outer);
        }
    }

    @Override
    public void depth(JavaText text, String depth) {
        if (placesOuter) {
            under(text, depth);
        } else {
            place(text, depth);
        }
    }

    private void place(JavaText text, String index) {
        var places = output.dim(1) * output.dim(2);
        var down = index + " % " + places + " / " + output.dim(2);
        var right = index + " % " + output.dim(2);
        text.line("int %s = %s;".formatted(y(index), corner(down, window.strideHeight(), window.padTop())))
                .line("int %s = %s;".formatted(x(index), corner(right, window.strideWidth(), window.padLeft())))
                .line(String.format(
                        Locale.ROOT,
                        "int %s = ((%s / %d * %d + %s) * %d + %s) * %d;",
                        at(index),
                        index,
                        places,
                        input.dim(1),
                        y(index),
                        input.dim(2),
                        x(index),
                        input.dim(3)));
    }

    private static String corner(String steps, int stride, int padding) {
        return TileOperand.minus(TileOperand.times(steps, stride), padding);
    }

    private void under(JavaText text, String index) {
        var channels = input.dim(3) / groups;
        var i = index + " / " + window.width() * channels;
        var j = index + " / " + channels + " % " + window.width();
        text.line("int %s = %s;".formatted(y(index), TileOperand.times(i, window.dilationHeight())))
                .line("int %s = %s;".formatted(x(index), TileOperand.times(j, window.dilationWidth())))
                .line(String.format(
                        Locale.ROOT,
                        "int %s = (%s * %d + %s) * %d + %s %% %d%s;",
                        at(index),
                        y(index),
                        input.dim(2),
                        x(index),
                        input.dim(3),
                        index,
                        channels,
                        groups == 1 ? "" : " + group * " + channels));
    }

    @Override
    public String inside(String outer, String depth) {
        var conditions = WindowAxis.rows(window, input).inImage(y(outer) + " + " + y(depth));
        conditions.addAll(WindowAxis.columns(window, input).inImage(x(outer) + " + " + x(depth)));
        return String.join(" && ", conditions);
    }

    @Override
    public String element(String outer, String depth) {
        return image.get(at(outer) + " + " + at(depth));
    }

    private static String y(String index) {
        return TileOperand.of("y", index);
    }

    private static String x(String index) {
        return TileOperand.of("x", index);
    }

    private static String at(String index) {
        return TileOperand.of("at", index);
    }
}
