package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.ClosedLayer;
import dev.updraft.compiler.layers.ClosedLayer.KMeans;
import dev.updraft.compiler.layers.ClosedLayer.Pca;
import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;

/** The operations of layers that learn at once: what they give, not how they learn. */
final class ClosedRule {
    private final GraphBuilder to;
    private final LayerRule layer;
    private final Node x;

    ClosedRule(GraphBuilder to, LayerRule layer, Node x) {
        this.to = to;
        this.layer = layer;
        this.x = x;
    }

    Node of(ClosedLayer closed) {
        return switch (closed) {
            case KMeans _ -> distances();
            case Pca(var _, var whiten) -> whiten ? to.divide(coordinates(), deviations()) : coordinates();
        };
    }

    /**
     * What the layer makes small, of each sample.
     *
     * @param y what it gives
     */
    Node loss(ClosedLayer closed, Node y) {
        return switch (closed) {
            case KMeans _ -> {
                var nearest = to.min(y, List.of(1));
                yield to.multiply(nearest, nearest);
            }
            case Pca _ -> {
                var coordinates = coordinates();
                yield notNegative(to.subtract(lengths(centered(Pca.MEAN)), lengths(coordinates)));
            }
        };
    }

    /** {@code √(|x|² - 2 x · c + |c|²)}, with the offset subtracted from both. */
    private Node distances() {
        var samples = centered(KMeans.OFFSET);
        var given = layer.weight(KMeans.CENTERS);
        var centers = to.subtract(given, Channels.broadcast(to, layer.weight(KMeans.OFFSET), given.shape()));
        var shape = layer.shape();
        var ofSamples = to.broadcast(lengths(samples), shape);
        var ofCenters = Channels.broadcast(to, to.reshape(lengths(centers), Shape.of(shape.dim(1))), shape);
        var products = to.multiply(to.matMul(samples, false, centers, true), 2);
        return to.map(UnaryFunction.SQRT, notNegative(to.add(to.subtract(ofSamples, products), ofCenters)));
    }

    private Node coordinates() {
        return to.matMul(centered(Pca.MEAN), false, layer.weight(Pca.COMPONENTS), true);
    }

    /** Of a coordinate that does not vary 1: it is 0 then. */
    private Node deviations() {
        var variance = layer.weight(Pca.VARIANCE);
        var isAny = to.combine(BinaryFunction.LESS, to.full(0, variance.shape()), variance);
        var divisor = to.select(isAny, to.map(UnaryFunction.SQRT, variance), to.full(1, variance.shape()));
        return Channels.broadcast(to, divisor, layer.shape());
    }

    private Node centered(String weight) {
        return to.subtract(x, Channels.broadcast(to, layer.weight(weight), x.shape()));
    }

    /** The squared length of each row. */
    private Node lengths(Node rows) {
        return to.sum(to.multiply(rows, rows), List.of(1));
    }

    private Node notNegative(Node number) {
        return to.map(UnaryFunction.RELU, number);
    }
}
