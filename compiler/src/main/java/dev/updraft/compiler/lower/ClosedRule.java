package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.ClosedLayer;
import dev.updraft.compiler.layers.ClosedLayer.GaussianMixture;
import dev.updraft.compiler.layers.ClosedLayer.IsolationForest;
import dev.updraft.compiler.layers.ClosedLayer.KMeans;
import dev.updraft.compiler.layers.ClosedLayer.Pca;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
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
            case IsolationForest forest -> forest.decides() ? decided(scores()) : scores();
            case GaussianMixture mixture -> to.add(new Op.Softmax(), logLikelihoods(mixture));
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
            case IsolationForest _ -> scores();
            case GaussianMixture mixture -> {
                var each = logLikelihoods(mixture);
                // The first of log(p · q / Σ) = log p q - log Σ, so that nothing overflows.
                var first = to.add(new Op.Slice(1, 0, 1), each);
                yield to.subtract(to.add(new Op.Slice(1, 0, 1), to.add(new Op.LogSoftmax(), each)), first);
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

    /** {@code 2^(scale · Σ paths)}. */
    private Node scores() {
        var paths = to.add(
                new Op.TreeSum(1),
                List.of(
                        x,
                        layer.weight(TreeLayer.BASE),
                        layer.weight(TreeLayer.ROOTS),
                        layer.weight(TreeLayer.NODES),
                        layer.weight(TreeLayer.LEAVES)));
        var scale = Channels.broadcastNumber(to, layer.weight(IsolationForest.SCALE), paths.shape());
        return to.map(UnaryFunction.EXP, to.multiply(to.multiply(paths, scale), Math.log(2)));
    }

    private Node decided(Node scores) {
        var threshold = Channels.broadcastNumber(to, layer.weight(IsolationForest.THRESHOLD), scores.shape());
        var isAbove = to.combine(BinaryFunction.LESS, threshold, scores);
        return to.add(new Op.Concat(1), List.of(scores, isAbove));
    }

    /** Of each component {@code log weight - |(x - mean) · P|² / 2}. */
    private Node logLikelihoods(GaussianMixture mixture) {
        var samples = centered(GaussianMixture.OFFSET);
        var given = layer.weight(GaussianMixture.MEANS);
        var means = to.subtract(given, Channels.broadcast(to, layer.weight(GaussianMixture.OFFSET), given.shape()));
        var precisions = layer.weight(GaussianMixture.PRECISIONS);
        var features = x.shape().dim(1);
        var components = mixture.components();
        // A component's own mean times its own columns: the diagonal blocks of all means times all columns.
        var products = to.matMul(samples, false, precisions, false);
        var ofMeans = to.reshape(
                to.matMul(means, false, precisions, false), Shape.of(components, components, features));
        var own = new ArrayList<Node>();
        for (var component = 0; component < components; component++) {
            var row = to.add(new Op.Slice(0, component, 1), ofMeans);
            own.add(to.reshape(to.add(new Op.Slice(1, component, 1), row), Shape.of(1, features)));
        }
        var shifts = own.size() == 1 ? own.getFirst() : to.add(new Op.Concat(0), own);
        var differences = to.subtract(
                products, Channels.broadcast(to, to.reshape(shifts, Shape.of(components * features)), products.shape()));
        var each = to.reshape(differences, Shape.batch(components, features));
        var lengths = to.reshape(to.sum(to.multiply(each, each), List.of(2)), layer.shape());
        return to.subtract(
                Channels.broadcast(to, layer.weight(GaussianMixture.LOG_WEIGHTS), layer.shape()),
                to.multiply(lengths, 0.5));
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
