package dev.updraft.compiler.lower;

import static dev.updraft.compiler.layers.Weight.BETA;
import static dev.updraft.compiler.layers.Weight.GAMMA;
import static dev.updraft.compiler.layers.Weight.MOVING_MEAN;
import static dev.updraft.compiler.layers.Weight.MOVING_VARIANCE;
import static dev.updraft.compiler.ops.UnaryFunction.FLUSH_DENORMALS;
import static dev.updraft.compiler.ops.UnaryFunction.RECIPROCAL;
import static dev.updraft.compiler.ops.UnaryFunction.SQRT;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.layers.NormalizationLayer;
import dev.updraft.compiler.layers.NormalizationLayer.RmsNorm;
import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** The operations of the layers that shift and scale by statistics. */
final class NormalizationRule {
    /** What Keras's Normalization takes for the smallest standard deviation. */
    private static final double SMALLEST_STDDEV = 1e-7;

    /** What Keras's UnitNormalization takes for the smallest length. */
    private static final double SHORTEST = 1e-12;

    private final GraphBuilder to;
    private final ForwardPass pass;
    private final LayerRule layer;

    NormalizationRule(GraphBuilder to, ForwardPass pass, LayerRule layer) {
        this.to = to;
        this.pass = pass;
        this.layer = layer;
    }

    Node of(NormalizationLayer normalization, Node x) {
        return switch (normalization) {
            case NormalizationLayer.Normalize(var mean, var variance) -> fixed(x, mean, variance);
            case NormalizationLayer.Normalization _ -> adapted(x);
            case NormalizationLayer.BatchNorm norm -> overBatch(x, norm);
            case NormalizationLayer.LayerNorm norm -> overLastAxis(x, norm);
            case NormalizationLayer.GroupNorm norm -> overGroups(x, norm);
            case NormalizationLayer.RmsNorm norm -> byRootMeanSquare(x, norm);
            case NormalizationLayer.UnitNormalization(var axis) ->
                UnitLength.of(to, x, x.shape().axisFromStart(axis), SHORTEST);
        };
    }

    /** By the statistics of the training data. */
    private Node adapted(Node x) {
        var mean = layer.weight(NormalizationLayer.Normalization.MEAN);
        var deviation = to.map(SQRT, layer.weight(NormalizationLayer.Normalization.VARIANCE));
        var smallest = to.full(SMALLEST_STDDEV, deviation.shape());
        var factor = to.map(RECIPROCAL, to.combine(BinaryFunction.MAXIMUM, deviation, smallest));
        return to.multiply(
                to.subtract(x, Channels.broadcast(to, mean, x.shape())), Channels.broadcast(to, factor, x.shape()));
    }

    /** By statistics that the file gives. */
    private Node fixed(Node x, List<Double> mean, List<Double> variance) {
        var factor = variance.stream()
                .map(value -> 1 / Math.max(Math.sqrt(value), SMALLEST_STDDEV))
                .toList();
        return to.multiply(to.subtract(x, constants(mean, x.shape())), constants(factor, x.shape()));
    }

    /** A number for every place of the last axis, or one for all. */
    private Node constants(List<Double> values, Shape shape) {
        if (values.stream().distinct().count() == 1) {
            return to.full(values.getFirst(), shape);
        }
        var numbers = values.stream().map(value -> to.full(value, Shape.of(1))).toList();
        return Channels.broadcast(to, to.add(new Op.Concat(0), numbers), shape);
    }

    /** In training by the batch's mean and biased variance, which the running ones follow; else by the running ones. */
    private Node overBatch(Node x, NormalizationLayer.BatchNorm norm) {
        if (!pass.training()) {
            var row = Channels.row(x.shape());
            var mean = to.reshape(layer.weight(MOVING_MEAN), row);
            var variance = to.reshape(layer.weight(MOVING_VARIANCE), row);
            return scaleAndCenter(deviation(x, mean), variance, norm);
        }
        var axes = IntStream.range(0, x.shape().rank() - 1).boxed().toList();
        var places = x.shape().elementsPerSample() / x.shape().dim(-1);
        var count = to.multiply(to.add(new Op.BatchSize()), places);
        var mean = to.divide(to.sum(x, axes), count);
        var deviation = deviation(x, mean);
        var variance = to.divide(to.sum(to.map(SQUARE, deviation), axes), count);
        follow(layer.variable(MOVING_MEAN), mean, norm.momentum());
        follow(layer.variable(MOVING_VARIANCE), variance, norm.momentum());
        return scaleAndCenter(deviation, variance, norm);
    }

    /** {@code γ / √(variance + ε)}, one number a channel, times the deviation, plus β. */
    private Node scaleAndCenter(Node deviation, Node variance, NormalizationLayer.BatchNorm norm) {
        var row = variance.shape();
        var factor = factor(variance, norm.epsilon());
        var scale = norm.scale() ? to.multiply(factor, to.reshape(layer.weight(GAMMA), row)) : factor;
        var scaled = to.multiply(deviation, to.broadcast(scale, deviation.shape()));
        return norm.center() ? to.add(scaled, Channels.broadcast(to, layer.weight(BETA), deviation.shape())) : scaled;
    }

    /** Each use of a layer that is shared goes on from what the use before it left, as in Keras. */
    private void follow(Variable running, Node statistic, double momentum) {
        var kept = to.multiply(to.updated(running).orElseGet(() -> pass.read(running)), momentum);
        var added = to.multiply(to.reshape(statistic, running.shape()), 1 - momentum);
        to.update(running, to.map(FLUSH_DENORMALS, to.add(kept, added)));
    }

    private Node overLastAxis(Node x, NormalizationLayer.LayerNorm norm) {
        var last = List.of(x.shape().rank() - 1);
        var share = 1.0 / x.shape().dim(-1);
        var deviation = deviation(x, to.multiply(to.sum(x, last), share));
        var variance = to.multiply(to.sum(to.map(SQUARE, deviation), last), share);
        return scaleAndCenter(deviation, variance, norm.epsilon(), norm.scale(), norm.center());
    }

    /** Over the places of a sample and the channels of a group. */
    private Node overGroups(Node x, NormalizationLayer.GroupNorm norm) {
        var channels = x.shape().dim(-1);
        var groups = norm.groups(channels);
        var places = Math.toIntExact(x.shape().elementsPerSample() / channels);
        var grouped = to.reshape(x, Shape.batch(places, groups, channels / groups));
        var axes = List.of(1, 3);
        var deviation = deviation(grouped, to.mean(grouped, axes));
        var variance = to.mean(to.map(SQUARE, deviation), axes);
        var normalized = to.reshape(scaled(deviation, variance, norm.epsilon()), x.shape());
        return learned(normalized, norm.scale(), norm.center());
    }

    private Node byRootMeanSquare(Node x, NormalizationLayer.RmsNorm norm) {
        var last = List.of(x.shape().rank() - 1);
        var normalized = scaled(x, to.mean(to.map(SQUARE, x), last), norm.epsilon());
        return to.multiply(normalized, Channels.broadcast(to, layer.weight(RmsNorm.SCALE), x.shape()));
    }

    private Node deviation(Node x, Node mean) {
        return to.subtract(x, to.broadcast(mean, x.shape()));
    }

    /** {@code γ · deviation / √(variance + ε) + β}. */
    private Node scaleAndCenter(Node deviation, Node variance, double epsilon, boolean scale, boolean center) {
        return learned(scaled(deviation, variance, epsilon), scale, center);
    }

    /** {@code deviation / √(variance + ε)}. */
    private Node scaled(Node deviation, Node variance, double epsilon) {
        return to.multiply(deviation, to.broadcast(factor(variance, epsilon), deviation.shape()));
    }

    private Node factor(Node variance, double epsilon) {
        return to.map(RECIPROCAL, to.map(SQRT, to.add(variance, epsilon)));
    }

    private Node learned(Node normalized, boolean scale, boolean center) {
        var shape = normalized.shape();
        var scaled = scale ? to.multiply(normalized, Channels.broadcast(to, layer.weight(GAMMA), shape)) : normalized;
        return center ? to.add(scaled, Channels.broadcast(to, layer.weight(BETA), shape)) : scaled;
    }
}
