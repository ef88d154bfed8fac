package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.PreprocessingLayer;
import dev.updraft.compiler.layers.PreprocessingLayer.CategoryEncoding;
import dev.updraft.compiler.layers.PreprocessingLayer.Discretization;
import dev.updraft.compiler.layers.PreprocessingLayer.QuantileScaling;
import dev.updraft.compiler.layers.PreprocessingLayer.RobustScaling;
import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The operations of the layers that scale, bin and encode. */
final class PreprocessingRule {
    private final GraphBuilder to;
    private final LayerRule layer;
    private final Node x;

    PreprocessingRule(GraphBuilder to, LayerRule layer, Node x) {
        this.to = to;
        this.layer = layer;
        this.x = x;
    }

    Node of(PreprocessingLayer preprocessing) {
        return switch (preprocessing) {
            case Discretization _ -> to.add(new Op.ToInteger(), boundariesBelow());
            case CategoryEncoding(var tokens, var mode) -> encoded(tokens, mode);
            case RobustScaling _ ->
                to.multiply(
                        to.subtract(x, Channels.broadcast(to, layer.weight(RobustScaling.MEDIAN), x.shape())),
                        Channels.broadcast(to, layer.weight(RobustScaling.SCALE), x.shape()));
            case QuantileScaling(var quantiles) -> shareBelow(quantiles);
        };
    }

    /** How many boundaries are not above a number. */
    private Node boundariesBelow() {
        var boundaries = layer.weight(Discretization.BOUNDARIES);
        var each = each(boundaries.shape().dim(1));
        var above = to.combine(BinaryFunction.LESS, to.broadcast(column(), each), row(boundaries, each));
        return sumOfEach(to.subtract(to.full(1, each), above));
    }

    /**
     * The mean over the pieces between neighbouring quantiles a and b of how much of the piece is below x: {@code clamp((x - a) /
     * (b - a), 0, 1)}; of a piece without width all, none or, where x is there, a half.
     */
    private Node shareBelow(int quantiles) {
        var all = layer.weight(QuantileScaling.QUANTILES);
        var pieces = quantiles - 1;
        var each = each(pieces);
        var numbers = to.broadcast(column(), each);
        var lower = row(to.add(new Op.Slice(1, 0, pieces), all), each);
        var upper = row(to.add(new Op.Slice(1, 1, pieces), all), each);
        var isWide = to.combine(BinaryFunction.LESS, lower, upper);
        var width = to.select(isWide, to.subtract(upper, lower), to.full(1, each));
        var within = to.combine(
                BinaryFunction.MINIMUM,
                to.combine(BinaryFunction.MAXIMUM, to.divide(to.subtract(numbers, lower), width), to.full(0, each)),
                to.full(1, each));
        var above = to.combine(BinaryFunction.LESS, lower, numbers);
        var notBelow = to.subtract(to.full(1, each), to.combine(BinaryFunction.LESS, numbers, lower));
        var step = to.multiply(to.add(above, notBelow), 0.5);
        return to.multiply(sumOfEach(to.select(isWide, within, step)), 1.0 / pieces);
    }

    private Node encoded(int tokens, CategoryEncoding.OutputMode mode) {
        return switch (mode) {
            case ONE_HOT -> to.reshape(to.add(new Op.OneHot(tokens), x), layer.shape());
            case MULTI_HOT -> {
                var places = to.add(new Op.OneHot(tokens), x);
                yield to.reshape(to.max(places, List.of(x.shape().rank() - 1)), layer.shape());
            }
            case COUNT -> {
                var places = to.add(new Op.OneHot(tokens), x);
                yield to.reshape(to.sum(places, List.of(x.shape().rank() - 1)), layer.shape());
            }
        };
    }

    /** The input's shape with an axis of this size behind it. */
    private Shape each(int size) {
        var dims = new ArrayList<>(x.shape().dims());
        dims.add(size);
        return new Shape(dims);
    }

    private Node column() {
        return to.reshape(x, each(1));
    }

    /** Rows of {@code [channels, size]} along the last two axes. */
    private Node row(Node table, Shape each) {
        var dims = new ArrayList<Integer>();
        for (var axis = 0; axis < each.rank() - 2; axis++) {
            dims.add(1);
        }
        dims.addAll(table.shape().dims());
        return to.broadcast(to.reshape(table, new Shape(dims)), each);
    }

    private Node sumOfEach(Node terms) {
        return to.reshape(to.sum(terms, List.of(terms.shape().rank() - 1)), x.shape());
    }
}
