package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.BinaryFunction.LESS;

import dev.updraft.compiler.layers.Activation.Selu;
import dev.updraft.compiler.layers.RegularizationLayer;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** The operations in training of the layers that change values at random. */
record NoiseRule(GraphBuilder to, ForwardPass pass) {

    Node of(RegularizationLayer layer, Node x) {
        return switch (layer) {
            case RegularizationLayer.Dropout(var rate) -> dropped(x, rate, List.of());
            case RegularizationLayer.SpatialDropout1d(var rate) -> dropped(x, rate, List.of(1));
            case RegularizationLayer.SpatialDropout2d(var rate) -> dropped(x, rate, List.of(1, 2));
            case RegularizationLayer.DropPath(var rate) ->
                dropped(x, rate, IntStream.range(1, x.shape().rank()).boxed().toList());
            case RegularizationLayer.GaussianNoise(var stddev) ->
                stddev > 0 ? to.add(x, to.multiply(pass.randomNormal(x.shape()), stddev)) : x;
            case RegularizationLayer.GaussianDropout(var rate) -> rate > 0 ? scattered(x, rate) : x;
            case RegularizationLayer.AlphaDropout(var rate) -> rate > 0 ? alphaDropped(x, rate) : x;
        };
    }

    /** Along {@code axes} all or nothing. */
    private Node dropped(Node x, double rate, List<Integer> axes) {
        if (rate == 0) {
            return x;
        }
        var keep = 1 - rate;
        var shape = x.shape();
        for (var axis : axes) {
            shape = shape.with(axis, 1);
        }
        var kept = to.multiply(kept(shape, keep), 1 / keep);
        return to.multiply(x, to.broadcast(kept, x.shape()));
    }

    /** Times factors of mean 1 with the variance that those of dropout have, {@code rate / (1 - rate)}. */
    private Node scattered(Node x, double rate) {
        var factor = to.multiply(pass.randomNormal(x.shape()), Math.sqrt(rate / (1 - rate)));
        return to.multiply(x, to.add(factor, 1));
    }

    /** 1 with probability {@code keep}, else 0. */
    private Node kept(Shape shape, double keep) {
        return to.combine(LESS, pass.randomUniform(shape), to.constant(keep));
    }

    /**
     * {@code a · (x or s) + b} with selu's limit {@code s = -scale · alpha} for what is dropped; a and b keep mean 0 and
     * variance 1.
     */
    private Node alphaDropped(Node x, double rate) {
        var keep = 1 - rate;
        var limit = -Selu.SCALE * Selu.ALPHA;
        var a = 1 / Math.sqrt(keep * (1 + rate * limit * limit));
        var value = to.select(kept(x.shape(), keep), x, to.full(limit, x.shape()));
        return to.add(to.multiply(value, a), -a * limit * rate);
    }
}
