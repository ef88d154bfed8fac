package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.ClosedLayer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Input;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Node.Origin;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From the inputs of a network to its outputs, in one graph under construction. */
final class ForwardPass {
    private final GraphBuilder to;
    private final boolean training;
    private final Map<String, Node> values = new HashMap<>();
    private final Map<String, Node> targets = new HashMap<>();
    private final Map<Variable, Node> reads = new HashMap<>();
    private int randomStreams;

    private ForwardPass(GraphBuilder to, boolean training) {
        this.to = to;
        this.training = training;
    }

    /** Without dropout, normalised by running statistics. */
    static ForwardPass inference(GraphBuilder to) {
        return new ForwardPass(to, false);
    }

    /** With dropout, normalised by the statistics of the batch, which update the running ones. */
    static ForwardPass training(GraphBuilder to) {
        return new ForwardPass(to, true);
    }

    static Op.Input input(Input input) {
        return new Op.Input(input.name(), input.type(), input.shape());
    }

    static Op.Input input(Target target) {
        var type = target.type() instanceof TargetType.Classes ? ElementType.INT32 : ElementType.REAL;
        return new Op.Input(target.name(), type, target.type().batchShape());
    }

    /** The same numbers as real ones. */
    static Node real(GraphBuilder to, Node node) {
        return node.type() == ElementType.INT32 ? to.add(new Op.Cast(), node) : node;
    }

    /** Adds the operations of every layer. */
    void run(LayerGraph layers) {
        for (var input : layers.inputs()) {
            to.origin(new Origin(input.name(), input.span()));
            values.put(input.name(), to.add(input(input)));
        }
        run(layers.layers());
    }

    /** Takes what a layer gives as known. */
    void put(LayerNode layer, Node value) {
        values.put(layer.name(), value);
    }

    /** Adds the operations of layers, each after those it takes values from; of those that are there already none. */
    void run(List<LayerNode> nodes) {
        for (var layer : nodes) {
            if (values.containsKey(layer.name())) {
                continue;
            }
            to.origin(new Origin(layer.name(), layer.span()));
            var inputs = layer.inputs().stream().map(this::operand).toList();
            var output = new LayerRule(to, this, layer, inputs).lower();
            if (!output.shape().equals(layer.shape())) {
                throw new IllegalStateException(layer.name() + " gives " + output.shape() + ", not " + layer.shape());
            }
            values.put(layer.name(), output);
        }
    }

    /** The mean of what a layer that learns at once makes small by itself. */
    Node ownLoss(LayerNode layer) {
        var x = value(layer.inputs().getFirst());
        var rule = new ClosedRule(to, new LayerRule(to, this, layer, List.of(x)), x);
        var ofSamples = rule.loss((ClosedLayer) layer.layer(), value(layer));
        return to.divide(to.sumAll(ofSamples), to.add(new Op.BatchSize()));
    }

    /** What an input or a layer gives, as real numbers. */
    Node value(LayerGraph.Value value) {
        return real(to, operand(value));
    }

    /** What a layer takes; of a target what the batch brings. */
    private Node operand(LayerGraph.Value value) {
        return switch (value) {
            case LayerGraph.NumberValue(var number, var _) -> to.constant(number);
            case LayerGraph.TargetValue(var target) -> target(target);
            case LayerGraph.Input _, LayerGraph.LayerNode _ -> value(value.name());
        };
    }

    /** The one node of this graph that is a target of the batch, in the unit that the network predicts it in. */
    Node target(Target target) {
        return targets.computeIfAbsent(target.name(), _ -> standardised(target, to.add(input(target))));
    }

    private Node standardised(Target target, Node y) {
        return switch (target.unit()) {
            case OWN -> y;
            case STANDARDISED -> standardised(target, y, y.shape());
            case STANDARDISED_LOGARITHM -> standardised(target, to.map(UnaryFunction.LOG, y), y.shape());
        };
    }

    private Node standardised(Target target, Node y, Shape shape) {
        var mean = Channels.broadcastNumber(to, read(LayerVariables.mean(target)), shape);
        var deviation = Channels.broadcastNumber(to, read(LayerVariables.deviation(target)), shape);
        return to.divide(to.subtract(y, mean), deviation);
    }

    /** A prediction of a target in the target's own unit. */
    Node inOwnUnit(@Nullable Target target, Node prediction) {
        if (target == null || !target.unit().isLearnt()) {
            return prediction;
        }
        var mean = Channels.broadcastNumber(to, read(LayerVariables.mean(target)), prediction.shape());
        var deviation = Channels.broadcastNumber(to, read(LayerVariables.deviation(target)), prediction.shape());
        var value = to.add(to.multiply(prediction, deviation), mean);
        return target.unit() == TargetUnit.STANDARDISED_LOGARITHM ? to.map(UnaryFunction.EXP, value) : value;
    }

    private Node value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    boolean training() {
        return training;
    }

    /** The one node of this graph that reads a variable. */
    Node read(Variable variable) {
        return reads.computeIfAbsent(variable, to::read);
    }

    /** Uniform on [0, 1), from a stream of its own. */
    Node randomUniform(Shape shape) {
        return to.add(new Op.RandomUniform(randomStreams++, shape));
    }

    /** Of mean 0 and standard deviation 1, by the method of Box and Muller: {@code √(-2 ln u) cos 2πv}. */
    Node randomNormal(Shape shape) {
        var u = to.subtract(to.constant(1), randomUniform(shape)); // Above 0, so that it has a logarithm.
        var v = randomUniform(shape);
        var length = to.map(UnaryFunction.SQRT, to.multiply(to.map(UnaryFunction.LOG, u), -2));
        return to.multiply(length, to.map(UnaryFunction.COS, to.multiply(v, 2 * Math.PI)));
    }
}
