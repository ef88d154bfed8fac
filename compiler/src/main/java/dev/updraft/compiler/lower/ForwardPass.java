package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Input;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Node.Origin;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** From the inputs of a network to its outputs, in one graph under construction. */
final class ForwardPass {
    private final GraphBuilder to;
    private final boolean training;
    private final Map<String, Node> values = new HashMap<>();
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
        for (var layer : layers.layers()) {
            to.origin(new Origin(layer.name(), layer.span()));
            var inputs =
                    layer.inputs().stream().map(input -> value(input.name())).toList();
            var output = new LayerRule(to, this, layer, inputs).lower();
            if (!output.shape().equals(layer.shape())) {
                throw new IllegalStateException(layer.name() + " gives " + output.shape() + ", not " + layer.shape());
            }
            values.put(layer.name(), output);
        }
    }

    /** What an input or a layer gives, as real numbers. */
    Node value(LayerGraph.Value value) {
        return real(to, value(value.name()));
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
}
