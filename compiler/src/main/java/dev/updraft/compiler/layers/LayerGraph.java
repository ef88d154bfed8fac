package dev.updraft.compiler.layers;

import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A checked model: what {@code updraft summary} prints. Blocks and repeats are expanded, parameters have values.
 *
 * @param name the model's name
 * @param doc text of its {@code ///} comment, may be empty
 * @param parameters the model's parameters with the values they have here, in order
 * @param inputs the inputs, in the order they are declared
 * @param targets what a batch brings to be learnt, in the order they are declared
 * @param layers the layers, each after those it takes values from
 * @param outputs what the network predicts, at least one: that of each target in a loss, or without a loss the last value of
 *     the network
 * @param losses the terms whose weighted sum training makes small, in the order of the file; none if it names no loss
 * @param optimizer the optimizer, if the file names one
 * @param fit the settings of the {@code fit} block
 * @param places where the file names loss and optimizer
 */
public record LayerGraph(
        String name,
        String doc,
        Map<String, Object> parameters,
        List<Input> inputs,
        List<Target> targets,
        List<LayerNode> layers,
        List<Output> outputs,
        List<LossTerm> losses,
        @Nullable Optimizer optimizer,
        FitSettings fit,
        Places places) {

    public LayerGraph {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
        layers = List.copyOf(layers);
        outputs = List.copyOf(outputs);
        losses = List.copyOf(losses);
    }

    /** In a line: a network may have thousands of layers. */
    @Override
    public String toString() {
        return "model " + name + " of " + layers.size() + (layers.size() == 1 ? " layer" : " layers");
    }

    /** The same network, trained by other settings. */
    public LayerGraph with(FitSettings other) {
        return new LayerGraph(
                name, doc, parameters, inputs, targets, layers, outputs, losses, optimizer, other, places);
    }

    /** The layers without those whose weights an earlier one has: each weight of the model belongs to one of them. */
    public List<LayerNode> owners() {
        var seen = new HashSet<String>();
        return layers.stream().filter(layer -> seen.add(layer.weightsName())).toList();
    }

    /** Whether the file names a loss, so that the model can be evaluated. */
    public boolean hasLoss() {
        return !losses.isEmpty();
    }

    /** The only output whose samples are each of one class: the one that class weights are for; null if there is none. */
    public @Nullable Output weighed() {
        var ofClasses = outputs.stream()
                .filter(output ->
                        output.problem().exclusive() && output.problem().positions() == 1)
                .toList();
        return ofClasses.size() == 1 ? ofClasses.getFirst() : null;
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
     * One use of a block.
     *
     * @param path unique in the graph, {@code residual_1} or within another block {@code encoder/residual_1}: names of the
     *     layers begin with it and a slash. A shared block belongs to the model wherever it is used: {@code tower}, and
     *     {@code tower_1} for its second use.
     * @param weights what the names of its weights begin with: {@code path}, but in later uses of a shared block, and what they
     *     use themselves, that of the first
     * @param block the block's name
     * @param within the use of a block whose statement this is; null if the network's own
     * @param span where the file says so
     */
    public record BlockCall(
            String path,
            String weights,
            String block,
            @Nullable BlockCall within,
            Span span) {

        /** In a line: {@code tower_1 with the weights of tower}. */
        @Override
        public String toString() {
            return path + (weights.equals(path) ? "" : " with the weights of " + weights);
        }
    }

    /**
     * One layer at work.
     *
     * @param name unique and stable, {@code conv2d_1} or with the blocks it stands in, {@code residual_2/conv2d_1}
     * @param inputs the values it takes
     * @param shape what it gives
     * @param span where the file says so
     * @param block the use of a block that it stands in; null if it stands in the network itself
     */
    public record LayerNode(
            String name,
            Layer layer,
            List<Value> inputs,
            Shape shape,
            Span span,
            @Nullable BlockCall block) implements Value {
        public LayerNode {
            inputs = List.copyOf(inputs);
        }

        /**
         * The prefix of its weights' names: its own name, or in a later use of a shared block that of the same layer in the
         * first use. Layers that agree in it have the same weights.
         */
        public String weightsName() {
            return block == null
                    ? name
                    : block.weights() + name.substring(block.path().length());
        }

        /** What it has to be learnt or followed in training; layers that share weights have equal ones. */
        public List<Weight> weights() {
            return layer.weights(inputs.stream().map(Value::shape).toList());
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
                    && Objects.equals(block, node.block)
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

    /**
     * {@code target label: class[10]}, or a value of the network that another is compared with.
     *
     * @param source the value; null if batches bring the target
     */
    public record Target(
            String name,
            String doc,
            TargetType type,
            Span span,
            @Nullable Value source) {
        /** What batches bring. */
        public Target(String name, String doc, TargetType type, Span span) {
            this(name, doc, type, span, null);
        }
    }

    /**
     * Something that the network predicts.
     *
     * @param name that of the target, or of the value where there is none
     * @param value what the network gives
     * @param target what it is compared with; null where the file names no loss
     * @param loss the first that compares them, which says how the prediction follows from the value; null where the file
     *     names none
     * @param problem what prediction and target mean
     * @param metrics what is reported of it beside the loss, in the order of the file
     */
    public record Output(
            String name,
            Value value,
            @Nullable Target target,
            @Nullable Loss loss,
            ProblemType problem,
            List<Metric> metrics) {
        public Output {
            metrics = List.copyOf(metrics);
        }

        /** {@code label from dense_1}. */
        @Override
        public String toString() {
            return name + " from " + value.name();
        }

        /** Names of its classes or labels, if the file gives them, else none. */
        public List<String> classNames() {
            return target == null ? List.of() : target.type().names();
        }
    }

    /**
     * A term of the loss.
     *
     * @param name what its value is reported as: {@code loss} if it is the only one, else {@code label_loss}
     * @param loss what compares
     * @param prediction what the loss is given
     * @param target what it is compared with
     * @param weight what the value is multiplied with in the sum
     * @param span where the file says so
     */
    public record LossTerm(String name, Loss loss, Value prediction, Target target, double weight, Span span) {}

    /** What a target is. */
    public sealed interface TargetType {
        /**
         * One of several classes.
         *
         * @param count how many, at least 2
         * @param names their names if the file gives them, else empty
         * @param positions extents of the places of a sample that each have a class; {@link Shape#SCALAR} where the sample has
         *     one
         */
        record Classes(int count, List<String> names, Shape positions) implements TargetType {
            public Classes {
                names = List.copyOf(names);
            }

            /** One class a sample. */
            public Classes(int count, List<String> names) {
                this(count, names, Shape.SCALAR);
            }
        }

        /**
         * Labels, any number of which a sample may have.
         *
         * @param count how many there are, at least 1
         * @param names their names if the file gives them, else empty
         */
        record Labels(int count, List<String> names) implements TargetType {
            public Labels {
                names = List.copyOf(names);
            }
        }

        /** Real numbers of this shape, without the batch axis. */
        record Reals(Shape shape) implements TargetType {}

        /** Names of the classes or labels, if the file gives them, else none. */
        default List<String> names() {
            return switch (this) {
                case Classes(var _, var names, var _) -> names;
                case Labels(var _, var names) -> names;
                case Reals _ -> List.of();
            };
        }

        /** As the language has it: {@code class[10]}. */
        default String text() {
            return switch (this) {
                case Classes(var count, var _, var positions) ->
                    "class[" + count + "]" + (positions.rank() == 0 ? "" : positions);
                case Labels(var count, var _) -> "labels[" + count + "]";
                case Reals(var shape) -> "float" + (shape.rank() == 0 ? "" : shape);
            };
        }
    }
}
