package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.UnaryFunction.ABS;
import static dev.updraft.compiler.ops.UnaryFunction.NEGATE;
import static dev.updraft.compiler.ops.UnaryFunction.RELU;

import dev.updraft.compiler.layers.ReshapingLayer;
import dev.updraft.compiler.layers.ReshapingLayer.Border;
import dev.updraft.compiler.layers.ReshapingLayer.Interpolation;
import dev.updraft.compiler.layers.Size;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;

/**
 * The operations of the layers that change shapes.
 *
 * @param output the shape that the layer gives
 */
record ReshapingRule(GraphBuilder to, Shape output) {
    private static final int ROWS = 1;
    private static final int COLUMNS = 2;

    Node of(ReshapingLayer layer, Node x) {
        return switch (layer) {
            case ReshapingLayer.Flatten(), ReshapingLayer.Reshape(var _) -> to.reshape(x, output);
            case ReshapingLayer.Permute(var dims) -> {
                var permutation = new ArrayList<>(dims);
                permutation.addFirst(0);
                yield to.add(new Op.Transpose(permutation), x);
            }
            case ReshapingLayer.RepeatVector(var _) ->
                to.broadcast(to.reshape(x, Shape.batch(1, x.shape().dim(1))), output);
            case ReshapingLayer.ZeroPadding2d(var padding) ->
                padded(padded(x, ROWS, padding.top(), padding.bottom()), COLUMNS, padding.left(), padding.right());
            case ReshapingLayer.Cropping2d(var cropping) -> cropped(x, cropping);
            case ReshapingLayer.Upsampling2d(var size, var interpolation) -> upsampled(x, size, interpolation);
        };
    }

    private Node padded(Node x, int axis, int before, int after) {
        return before == 0 && after == 0 ? x : to.add(new Op.Pad(axis, before, after), x);
    }

    private Node cropped(Node x, Border border) {
        var rows = slice(x, ROWS, border.top(), output.dim(ROWS));
        return slice(rows, COLUMNS, border.left(), output.dim(COLUMNS));
    }

    private Node slice(Node x, int axis, int start, int length) {
        return length == x.shape().dim(axis) ? x : to.add(new Op.Slice(axis, start, length), x);
    }

    private Node upsampled(Node x, Size size, Interpolation interpolation) {
        return switch (interpolation) {
            case NEAREST -> repeated(x, size);
            case BILINEAR -> between(between(x, ROWS, size.height()), COLUMNS, size.width());
        };
    }

    /** Every pixel as a rectangle of its own axes. */
    private Node repeated(Node x, Size size) {
        var height = x.shape().dim(ROWS);
        var width = x.shape().dim(COLUMNS);
        var channels = x.shape().dim(-1);
        var pixels = to.reshape(x, Shape.batch(height, 1, width, 1, channels));
        var rectangles = Shape.batch(height, size.height(), width, size.width(), channels);
        return to.reshape(to.broadcast(pixels, rectangles), output);
    }

    /**
     * Along an axis, {@code times} values for each. As in Keras, pixels have their values in their middle: the value {@code p}
     * of pixel {@code i} is at {@code i + f(p)} with {@code f(p) = (p + 1/2) / times - 1/2}, between pixel {@code i} and the
     * one before or after it, and beyond the last pixel the value stays the same.
     */
    private Node between(Node x, int axis, int times) {
        if (times == 1) {
            return x;
        }
        var places = x.shape().dim(axis);
        var first = to.add(new Op.Slice(axis, 0, 1), x);
        var last = to.add(new Op.Slice(axis, places - 1, 1), x);
        var before = places == 1 ? x : to.add(new Op.Concat(axis), first, slice(x, axis, 0, places - 1));
        var after = places == 1 ? x : to.add(new Op.Concat(axis), slice(x, axis, 1, places - 1), last);
        var enlarged = enlarged(x, axis);
        var offset = to.broadcast(offsets(axis + 1, enlarged.rank(), times), enlarged.with(axis + 1, times));
        var own = to.add(to.map(NEGATE, to.map(ABS, offset)), 1);
        var values = to.add(
                to.multiply(repeated(x, axis, times), own),
                to.add(
                        to.multiply(repeated(before, axis, times), to.map(RELU, to.map(NEGATE, offset))),
                        to.multiply(repeated(after, axis, times), to.map(RELU, offset))));
        return to.reshape(values, x.shape().with(axis, places * times));
    }

    /** {@code f(0), …, f(times - 1)} along an axis. */
    private Node offsets(int axis, int rank, int times) {
        var row = new Shape(Collections.nCopies(rank, 1)).with(axis, times);
        var counted = to.add(new Op.CumulativeSum(axis, false), to.full(1, row));
        return to.add(to.multiply(counted, 1.0 / times), -0.5 / times - 0.5);
    }

    /** Each value {@code times}, in an axis of its own behind {@code axis}. */
    private Node repeated(Node x, int axis, int times) {
        var single = enlarged(x, axis);
        return to.broadcast(to.reshape(x, single), single.with(axis + 1, times));
    }

    /** With an axis of extent 1 behind {@code axis}. */
    private static Shape enlarged(Node x, int axis) {
        var dims = new ArrayList<>(x.shape().dims());
        dims.add(axis + 1, 1);
        return new Shape(dims);
    }
}
