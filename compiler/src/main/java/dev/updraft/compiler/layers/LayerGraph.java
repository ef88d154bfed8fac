package dev.updraft.compiler.layers;

import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checked model: what {@code updraft summary} prints. Blocks and repeats are expanded, parameters have values.
 *
 * @param name the model's name
 * @param doc text of its {@code ///} comment, may be empty
 * @param parameters the model's parameters with the values they have here, in order
 * @param inputs the inputs, in the order they are declared
 * @param target what is to be learnt, if the file names it
 * @param layers the layers, each after those it takes values from
 * @param output the value that the network predicts: what the loss is given, or the last value of the network
 * @param loss the loss, if the file names one
 * @param optimizer the optimizer, if the file names one
 * @param metrics the metrics, in order
 * @param fit the settings of the {@code fit} block
 * @param places where the file names loss and optimizer
 */
public record LayerGraph(
        String name,
        String doc,
        Map<String, Object> parameters,
        List<Input> inputs,
        @Nullable Target target,
        List<LayerNode> layers,
        Value output,
        @Nullable Loss loss,
        @Nullable Optimizer optimizer,
        List<Metric> metrics,
        FitSettings fit,
        Places places) {

    public LayerGraph {
        inputs = List.copyOf(inputs);
        layers = List.copyOf(layers);
        metrics = List.copyOf(metrics);
    }

    /** In a line: a network may have thousands of layers. */
    @Override
    public String toString() {
        return "model " + name + " of " + layers.size() + (layers.size() == 1 ? " layer" : " layers");
    }

    /** The same network, trained by other settings. */
    public LayerGraph with(FitSettings other) {
        return new LayerGraph(
                name, doc, parameters, inputs, target, layers, output, loss, optimizer, metrics, other, places);
    }

    /**
     * Where the file says what is not a layer, for run-time errors.
     *
     * @param loss null if it names none
     * @param optimizer null if it names none
     */
    public record Places(@Nullable Span loss, @Nullable Span optimizer) {
        /** Of a model that no file describes. */
        public static final Places NONE = new Places(null, null);
    }

    /** Something a layer can take: an input, or what another layer gives. Compared by identity of {@link #name()}. */
    public sealed interface Value {
        /** Unique in the graph. */
        String name();

        /** With the batch axis. */
        Shape shape();

        Span span();

        /** What its elements are: those of an input, as long as layers do not compute with them. */
        default ElementType type() {
            Value value = this;
            while (value instanceof LayerNode node && node.layer().keepsElements()) {
                value = node.inputs().getFirst();
            }
            return value instanceof Input input ? input.elements() : ElementType.REAL;
        }
    }

    /**
     * {@code input image: float[32, 32, 3]} or {@code input tokens: int[128]}.
     *
     * @param shape with a batch axis in front
     * @param elements what {@link #type} says
     */
    public record Input(String name, String doc, Shape shape, ElementType elements, Span span) implements Value {
        /** Of real numbers. */
        public Input(String name, String doc, Shape shape, Span span) {
            this(name, doc, shape, ElementType.REAL, span);
        }

        /** As the language has it: {@code float[32, 32, 3]}. */
        public String typeText() {
            return (elements == ElementType.INT32 ? "int" : "float") + shape.sample();
        }
    }

    /**
     * One layer at work.
     *
     * @param name unique and stable, {@code conv2d_1} or with the blocks it stands in, {@code residual_2/conv2d_1}; the
     *     prefix of its weights' names
     * @param inputs the values it takes
     * @param shape what it gives
     * @param span where the file says so
     */
    public record LayerNode(String name, Layer layer, List<Value> inputs, Shape shape, Span span) implements Value {
        public LayerNode {
            inputs = List.copyOf(inputs);
        }

        private List<String> inputNames() {
            return inputs.stream().map(Value::name).toList();
        }

        /** Inputs are compared by their names: what leads to them may be reached on more ways than can be counted. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof LayerNode node
                    && name.equals(node.name)
                    && layer.equals(node.layer)
                    && inputNames().equals(node.inputNames())
                    && shape.equals(node.shape)
                    && span.equals(node.span);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        /** {@code add_1 = Add[](dense_1, dense_2) : [batch, 4]}. */
        @Override
        public String toString() {
            return name + " = " + layer + "(" + String.join(", ", inputNames()) + ") : " + shape;
        }
    }

    /** {@code target label: class[10]}. */
    public record Target(String name, String doc, TargetType type, Span span) {}

    /** What a target is. */
    public sealed interface TargetType {
        /**
         * One of several classes.
         *
         * @param count how many, at least 2
         * @param names their names if the file gives them, else empty
         */
        record Classes(int count, List<String> names) implements TargetType {}

        /** Real numbers of this shape, without the batch axis. */
        record Reals(Shape shape) implements TargetType {}
    }
}
