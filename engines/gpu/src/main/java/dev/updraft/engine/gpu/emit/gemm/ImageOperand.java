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
            if (bits(outer).asked()) {
                bits(outer).declare(text, TileOperand.of("bits", outer));
            }
        } else {
            under(text, outer);
        }
    }

    @Override
    public void depth(JavaText text, String depth) {
        if (placesOuter) {
            under(text, depth);
            if (endsInside()) {
                bits(depth).declareBit(text, TileOperand.of("bit", depth), depth);
            }
        } else {
            place(text, depth);
        }
    }

    private WindowBits bits(String outer) {
        return new WindowBits(
                window,
                channels(),
                i -> WindowAxis.rows(window, input)
                        .signsInImage(TileOperand.plus(TileOperand.y(outer), i * window.dilationHeight())),
                j -> WindowAxis.columns(window, input)
                        .signsInImage(TileOperand.plus(TileOperand.x(outer), j * window.dilationWidth())));
    }

    @Override
    public boolean endsInside() {
        return placesOuter && bits("outer").asked();
    }

    private int channels() {
        return input.dim(3) / groups;
    }

    private void place(JavaText text, String index) {
        var places = output.dim(1) * output.dim(2);
        var down = TileOperand.quotient(TileOperand.remainder(index, places), output.dim(2));
        var right = TileOperand.remainder(index, output.dim(2));
        text.line("int %s = %s;".formatted(TileOperand.y(index), corner(down, window.strideHeight(), window.padTop())))
                .line("int %s = %s;"
                        .formatted(TileOperand.x(index), corner(right, window.strideWidth(), window.padLeft())))
                .line(String.format(
                        Locale.ROOT,
                        "int %s = ((%s * %d + %s) * %d + %s) * %d;",
                        TileOperand.at(index),
                        TileOperand.quotient(index, places),
                        input.dim(1),
                        TileOperand.y(index),
                        input.dim(2),
                        TileOperand.x(index),
                        input.dim(3)));
    }

    private static String corner(String steps, int stride, int padding) {
        return TileOperand.minus(TileOperand.times(steps, stride), padding);
    }

    private void under(JavaText text, String index) {
        var under = TileOperand.of("under", index);
        var row = TileOperand.of("i", index);
        text.line("int %s = %s;".formatted(under, TileOperand.quotient(index, channels())))
                .line("int %s = %s;".formatted(row, TileOperand.quotient(under, window.width())))
                .line("int %s = %s;".formatted(TileOperand.y(index), TileOperand.times(row, window.dilationHeight())))
                .line("int %s = (%s - %s) * %s;"
                        .formatted(
                                TileOperand.x(index),
                                under,
                                TileOperand.times(row, window.width()),
                                window.dilationWidth()))
                .line(String.format(
                        Locale.ROOT,
                        "int %s = (%s * %d + %s) * %d + %s%s;",
                        TileOperand.at(index),
                        TileOperand.y(index),
                        input.dim(2),
                        TileOperand.x(index),
                        input.dim(3),
                        TileOperand.remainder(index, channels()),
                        groups == 1 ? "" : " + group * " + channels()));
    }

    /** Slices of places that lie in one row of the result. */
    @Override
    public boolean straight(int slice) {
        return !placesOuter && output.dim(2) % slice == 0;
    }

    @Override
    public void depth(JavaText text, String depth, String first, int more) {
        var columns = more * window.strideWidth();
        text.line("int %s = %s;".formatted(TileOperand.y(depth), TileOperand.y(first)))
                .line("int %s = %s;".formatted(TileOperand.x(depth), TileOperand.plus(TileOperand.x(first), columns)))
                .line("int %s = %s;"
                        .formatted(
                                TileOperand.at(depth),
                                TileOperand.plus(TileOperand.at(first), columns * input.dim(3))));
    }

    @Override
    public String inside(String outer, String depth) {
        if (endsInside()) {
            return "(%s & %s) != 0".formatted(TileOperand.of("bits", outer), TileOperand.of("bit", depth));
        }
        var signs = WindowAxis.rows(window, input).signsInImage(TileOperand.y(outer) + " + " + TileOperand.y(depth));
        signs.addAll(
                WindowAxis.columns(window, input).signsInImage(TileOperand.x(outer) + " + " + TileOperand.x(depth)));
        return signs.isEmpty() ? "" : "(" + String.join(" & ", signs) + ") < 0";
    }

    @Override
    public String element(String outer, String depth) {
        return image.get(TileOperand.at(outer) + " + " + TileOperand.at(depth));
    }
}
