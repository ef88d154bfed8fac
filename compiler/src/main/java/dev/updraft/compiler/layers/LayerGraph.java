package dev.updraft.compiler.layers;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A checked model, as printed by {@code updraft summary}, with blocks and repeats expanded and parameters replaced by
 * values.
 *
 * @param name the model's name
 * @param doc text of its {@code ///} comment; may be empty
 * @param parameters the model's parameters and their values, in order
 * @param inputs the inputs, in order of declaration
 * @param targets the targets in a batch, in order of declaration
 * @param layers the layers, in topological order
 * @param outputs the outputs, at least one: the prediction of each target in a loss, or without a loss the last value of
 *     the network
 * @param losses the terms whose weighted sum is minimized, in the order of the file; empty without a loss
 * @param metrics the metrics that are expressions; those with a name of their own are the outputs'
 * @param optimizer the optimizer, if any
 * @param fit the settings of the {@code fit} block
 * @param places where the file declares loss and optimizer
 * @param names the file's names for what is inside the network
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
        List<ComputedMetric> metrics,
        @Nullable Optimizer optimizer,
        FitSettings fit,
        Places places,
        NamedValues names) {

    public LayerGraph {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
        layers = List.copyOf(layers);
        outputs = List.copyOf(outputs);
        losses = List.copyOf(losses);
        metrics = List.copyOf(metrics);
    }

    /** In a line: a network may have thousands of layers. */
    @Override
    public String toString() {
        return "model " + name + " of " + layers.size() + (layers.size() == 1 ? " layer" : " layers");
    }

    /** The same network with other training settings. */
    public LayerGraph with(FitSettings other) {
        return new LayerGraph(
                name,
                doc,
                parameters,
                inputs,
                targets,
                layers,
                outputs,
                losses,
                metrics,
                optimizer,
                other,
                places,
                names);
    }

    /** A model that only predicts, of layers of this one. */
    LayerGraph predicting(
            List<Input> from, List<Target> beside, List<LayerNode> through, List<Output> to, NamedValues known) {
        return new LayerGraph(
                name, doc, parameters, from, beside, through, to, List.of(), List.of(), null, fit, Places.NONE, known);
    }

    /**
     * The layers, except those that share the weights of an earlier one: each weight of the model belongs to exactly one of
     * them.
     */
    public List<LayerNode> owners() {
        var seen = new HashSet<String>();
        return layers.stream().filter(layer -> seen.add(layer.weightsName())).toList();
    }

    /**
     * What is reported of each step beside the loss and the outputs' metrics, in order: the terms of the loss, if there are
     * several, then the metrics that are expressions.
     */
    public List<String> parts() {
        var ofLoss = losses.size() < 2 ? Stream.<String>of() : losses.stream().map(LossTerm::name);
        return Stream.concat(ofLoss, metrics.stream().map(ComputedMetric::name)).toList();
    }

    /** The trees, if they are what is learnt; null for a network. */
    public @Nullable LayerNode trees() {
        return layers.stream()
                .filter(node -> node.layer() instanceof TreeLayer)
                .findFirst()
                .orElse(null);
    }

    /** The loss that puts the samples of groups in order, if that is the model's; null for others. */
    public Loss.@Nullable LambdaRank ranking() {
        return losses.stream()
                .map(term -> term instanceof LossTerm.Comparison comparison
                                && comparison.loss() instanceof Loss.LambdaRank ranking
                        ? ranking
                        : null)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The groups that the loss and metrics put in order; none for most models. */
    public List<RankedGroups> rankedGroups() {
        return Stream.concat(
                        Stream.ofNullable(ranking()).map(RankedGroups::of),
                        outputs.stream()
                                .flatMap(output -> output.metrics().stream())
                                .filter(Metric.Ndcg.class::isInstance)
                                .map(metric -> RankedGroups.of((Metric.Ndcg) metric)))
                .distinct()
                .toList();
    }

    /** The linear model, if that is what is learnt; null for others. */
    public @Nullable LayerNode linear() {
        var fitted = fitted();
        return fitted != null && fitted.layer() instanceof LinearLayer ? fitted : null;
    }

    /** What is learnt by a method of its own, and not by an optimizer: trees, or a linear model; null for a network. */
    public @Nullable LayerNode fitted() {
        return layers.stream()
                .filter(node -> node.layer() instanceof TreeLayer || node.layer() instanceof LinearLayer)
                .findFirst()
                .orElse(null);
    }

    /** Whether all that is learnt is learnt at once: no weight is left to an optimizer, and there are layers that learn so. */
    public boolean isClosed() {
        return hasLoss()
                && optimizer == null
                && fitted() == null
                && layers.stream()
                        .anyMatch(
                                node -> node.layer() instanceof ClosedLayer || node.layer() instanceof SupervisedLayer)
                && layers.stream().flatMap(node -> node.weights().stream()).noneMatch(Weight::trainable);
    }

    /** Whether there is a loss, so that the model can be evaluated. */
    public boolean hasLoss() {
        return !losses.isEmpty();
    }

    /** The only output with one class per sample, which class weights apply to; null if there is none. */
    public @Nullable Output weighed() {
        var ofClasses = outputs.stream()
                .filter(output ->
                        output.problem().exclusive() && output.problem().positions() == 1)
                .toList();
        return ofClasses.size() == 1 ? ofClasses.getFirst() : null;
    }

    /** The outputs with one of two classes per sample, which a threshold decides between. */
    public List<Output> ofTwoClasses() {
        return outputs.stream()
                .filter(output -> output.target() != null && output.problem().isOfTwoClasses())
                .toList();
    }

    /** The thresholds that the file gives as a number, by the names of outputs. */
    public Map<String, Double> fixedThresholds() {
        return fit.threshold() instanceof DecisionThreshold.Fixed(var value)
                ? ofTwoClasses().stream().collect(Collectors.toMap(Output::name, _ -> value))
                : Map.of();
    }

    /**
     * Locations of what is not a layer, for runtime errors.
     *
     * @param loss null if it names none
     * @param optimizer null if it names none
     */
    public record Places(@Nullable Span loss, @Nullable Span optimizer) {
        /** For a model without a file. */
        public static final Places NONE = new Places(null, null);
    }

    /** A value that a layer can take: an input, the output of another layer, or in an expression a number. Compared by {@link #name()}. */
    public sealed interface Value {
        /** Unique in the graph. */
        String name();

        /** With the batch axis. */
        Shape shape();

        Span span();

        /** The type of its elements. */
        default ElementType type() {
            Value value = this;
            while (value instanceof LayerNode node && node.layer().keepsElements()) {
                value = node.inputs().getFirst();
            }
            return switch (value) {
                case Input input -> input.elements();
                case TargetValue(var target) ->
                    target.type() instanceof TargetType.Classes ? ElementType.INT32 : ElementType.REAL;
                case LayerNode(var _, TableLayer.SelectColumn column, var _, var _, var _, var _) -> column.elements();
                case LayerNode(var _, PreprocessingLayer.Discretization _, var _, var _, var _, var _) ->
                    ElementType.INT32;
                case LayerNode _, NumberValue _ -> ElementType.REAL;
            };
        }

        /** How many integers its elements are of, 0 the first: of a category, or of intervals; 0 if that is not known. */
        default int categories() {
            Value value = this;
            while (value instanceof LayerNode node && node.layer().keepsElements()) {
                value = node.inputs().getFirst();
            }
            return switch (value) {
                case LayerNode(var _, TableLayer.SelectColumn column, var _, var _, var _, var _)
                when column.kind() instanceof ColumnKind.Category category -> category.size();
                case LayerNode(var _, PreprocessingLayer.Discretization(var bins), var _, var _, var _, var _) -> bins;
                case LayerNode _, Input _, TargetValue _, NumberValue _ -> 0;
            };
        }

        /** Whether its elements say whether something holds: 1 where it does, else 0. */
        default boolean isTruth() {
            Value value = this;
            while (value instanceof LayerNode node && node.layer().keepsElements()) {
                value = node.inputs().getFirst();
            }
            return value instanceof LayerNode(var _, Layer.Compute(var function), var _, var _, var _, var _)
                    && function.givesTruth();
        }
    }

    /**
     * {@code input image: float[32, 32, 3]} or {@code input tokens: int[128]}.
     *
     * @param shape with a batch axis in front
     * @param elements what {@link #type} says
     * @param columns the columns that it is a group of; null if it is a tensor
     */
    public record Input(
            String name,
            String doc,
            Shape shape,
            ElementType elements,
            @Nullable ColumnGroup columns,
            Span span) implements Value {
        /** A tensor. */
        public Input(String name, String doc, Shape shape, ElementType elements, Span span) {
            this(name, doc, shape, elements, null, span);
        }

        /** A tensor of real numbers. */
        public Input(String name, String doc, Shape shape, Span span) {
            this(name, doc, shape, ElementType.REAL, span);
        }

        /** As written in the language: {@code float[32, 32, 3]}; of a group {@code 9 columns}. */
        public String typeText() {
            if (columns != null) {
                return columns.toString();
            }
            return (elements == ElementType.INT32 ? "int" : "float") + shape.sample();
        }
    }

    /** A number in an expression. */
    public record NumberValue(double value, Span span) implements Value {
        /** No layer's name begins with a digit or a sign. */
        @Override
        public String name() {
            return Double.toString(value);
        }

        @Override
        public Shape shape() {
            return Shape.SCALAR;
        }
    }

    /** What a batch brings of a target, in the expression of a loss or a metric: class numbers, or real numbers. */
    public record TargetValue(Target target) implements Value {
        @Override
        public String name() {
            return target.name();
        }

        @Override
        public Shape shape() {
            return target.type().batchShape();
        }

        @Override
        public Span span() {
            return target.span();
        }
    }

    /**
     * One use of a block.
     *
     * @param path unique in the graph, {@code residual_1} or within another block {@code encoder/residual_1}: names of the
     *     layers begin with it and a slash. A shared block belongs to the model wherever it is used: {@code tower}, and
     *     {@code tower_1} for its second use.
     * @param weights what the names of its weights begin with: {@code path}, but in later uses of a shared block, and what
     *     they use themselves, that of the first
     * @param block the block's name
     * @param within the enclosing use of a block; null in the network itself
     * @param span the location in the file
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
     * A layer applied to inputs.
     *
     * @param name unique and stable, {@code conv2d_1} or with the blocks it stands in, {@code residual_2/conv2d_1}
     * @param inputs its inputs
     * @param shape its output shape
     * @param span the location in the file
     * @param block the use of a block that contains it; null in the network itself
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

        /** Its weights; layers that share weights have equal ones. */
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
     * @param header the name of its column in the header of a table
     * @param unit the unit that the network predicts it in
     * @param source the value; null if batches bring the target
     */
    public record Target(
            String name,
            String doc,
            TargetType type,
            String header,
            TargetUnit unit,
            Span span,
            @Nullable Value source) {
        /** One in a batch, in its own unit, whose column has its own name. */
        public Target(String name, String doc, TargetType type, Span span) {
            this(name, doc, type, name, TargetUnit.OWN, span, null);
        }

        /** The same of another type. */
        public Target as(TargetType other) {
            return new Target(name, doc, other, header, unit, span, source);
        }
    }

    /**
     * An output of the network.
     *
     * @param name that of the target, or of the value where there is none
     * @param value the predicted value
     * @param target what it is compared with; null without a loss
     * @param loss the first that compares them, which says how the prediction follows from the value; null where the file
     *     names none
     * @param problem the meaning of prediction and target
     * @param metrics its metrics, in the order of the file
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

        /** Names of its classes or labels if the file has them, else empty. */
        public List<String> classNames() {
            return target == null ? List.of() : target.type().names();
        }
    }

    /** A term of the loss. */
    public sealed interface LossTerm {
        /** Its name in reports: {@code loss} if it is the only one, else {@code label_loss}. */
        String name();

        /** Its factor in the sum. */
        double weight();

        /** The location in the file. */
        Span span();

        /**
         * A loss that has a name, which compares two values.
         *
         * @param prediction the prediction
         * @param target what it is compared with
         */
        record Comparison(String name, Loss loss, Value prediction, Target target, double weight, Span span)
                implements LossTerm {}

        /** A value that an expression computes: its mean over the samples is minimized. */
        record Computed(String name, Expression expression, double weight, Span span) implements LossTerm {}

        /** What a layer that learns all at once makes small by itself, without a target: a model of it names no loss. */
        record Own(String name, LayerNode layer, Span span) implements LossTerm {
            @Override
            public double weight() {
                return 1;
            }
        }
    }

    /**
     * What an expression of a loss or a metric computes of values of the network and targets.
     *
     * @param value one number for each sample, or in a loss one for the batch
     * @param operations the nodes that compute it, after the network, each after those it takes values from
     */
    public record Expression(Value value, List<LayerNode> operations) {
        public Expression {
            operations = List.copyOf(operations);
        }

        /** The targets that it takes, each once. */
        public List<Target> targets() {
            return Stream.concat(
                            Stream.of(value), operations.stream().flatMap(operation -> operation.inputs().stream()))
                    .filter(TargetValue.class::isInstance)
                    .map(taken -> ((TargetValue) taken).target())
                    .distinct()
                    .toList();
        }

        /** In a line: there may be many operations. */
        @Override
        public String toString() {
            return value.name();
        }
    }

    /** A metric that the file writes as an expression: {@code distance = mean(abs(a - b))}, averaged over the samples. */
    public record ComputedMetric(String name, Expression expression, Span span) {}

    /** The type of a target. */
    public sealed interface TargetType {
        /**
         * One of several classes.
         *
         * @param count number of classes, at least 2
         * @param names their names if the file has them, else empty
         * @param positions extents of the places of a sample that each have a class; {@link Shape#SCALAR} where the sample
         *     has one
         */
        record Classes(int count, List<String> names, Shape positions) implements TargetType {
            public Classes {
                names = List.copyOf(names);
            }

            /** The shape of a batch of predictions that have {@code width} scores at each position. */
            public Shape scores(int width) {
                var dims = new ArrayList<>(positions.dims());
                dims.add(width);
                return new Shape(dims).inBatch();
            }

            /** One class per sample. */
            public Classes(int count, List<String> names) {
                this(count, names, Shape.SCALAR);
            }
        }

        /**
         * Labels, of which a sample can have any number.
         *
         * @param count number of labels, at least 1
         * @param names their names if the file has them, else empty
         */
        record Labels(int count, List<String> names) implements TargetType {
            public Labels {
                names = List.copyOf(names);
            }
        }

        /** Real numbers of this shape, without the batch axis. */
        record Reals(Shape shape) implements TargetType {}

        /** Names of the classes or labels if the file has them, else empty. */
        default List<String> names() {
            return switch (this) {
                case Classes(var _, var names, var _) -> names;
                case Labels(var _, var names) -> names;
                case Reals _ -> List.of();
            };
        }

        /** The shape of the target of a batch. */
        default Shape batchShape() {
            return switch (this) {
                case Classes(var _, var _, var positions) -> positions.inBatch();
                case Labels(var count, var _) -> Shape.batch(count);
                case Reals(var shape) -> shape.inBatch();
            };
        }

        /** As written in the language: {@code class[10]}. */
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
