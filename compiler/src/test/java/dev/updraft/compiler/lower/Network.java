package dev.updraft.compiler.lower;

import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.Constraint;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Input;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.LayerGraph.Output;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.LayerGraph.Value;
import dev.updraft.compiler.layers.LayerShapes;
import dev.updraft.compiler.layers.LayerShapes.Fits;
import dev.updraft.compiler.layers.LayerShapes.Misfit;
import dev.updraft.compiler.layers.LearningRateSchedule;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.NamedValues;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.Optimizer.Options;
import dev.updraft.compiler.layers.Padding;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.layers.ReshapingLayer;
import dev.updraft.compiler.layers.Size;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Initializer.Fan;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A layer graph written by hand, a layer at a time. */
public final class Network {
    public static final Initializer GLOROT =
            new Initializer.VarianceScaling(1, Fan.AVERAGE, Initializer.Distribution.UNIFORM);
    public static final Initializer ZEROS = new Initializer.Zeros();
    public static final Activation LINEAR = new Activation.Linear();
    public static final Activation RELU = new Activation.Relu();

    private static final Span SPAN = new Span(new SourceFile("test.model", "model Test {}"), 0, 5);

    public final Input input;
    private final List<LayerNode> layers = new ArrayList<>();
    private @Nullable Target target;
    private @Nullable Loss loss;
    private @Nullable Optimizer optimizer;

    /** With one input {@code x}. */
    public Network(int... sample) {
        input = new Input("x", "", Shape.batch(sample), SPAN);
    }

    /** Adds a layer named like its kind, with a number. */
    public LayerNode layer(Layer layer, Value... inputs) {
        var shapes = List.of(inputs).stream().map(Value::shape).toList();
        var shape = switch (LayerShapes.of(layer, shapes)) {
            case Fits fits -> fits.shape();
            case Misfit misfit -> throw new IllegalArgumentException(misfit.toString());
            case LayerShapes.Clash clash -> throw new IllegalArgumentException(clash.toString());
        };
        var name = layer.getClass().getSimpleName().toLowerCase(Locale.ROOT) + "_" + (layers.size() + 1);
        var node = new LayerNode(name, layer, List.of(inputs), shape, SPAN, null);
        layers.add(node);
        return node;
    }

    /** Adds layers one behind the other. */
    public LayerNode chain(Value from, Layer first, Layer... more) {
        var value = layer(first, from);
        for (var layer : more) {
            value = layer(layer, value);
        }
        return value;
    }

    public Network classes(int count) {
        target = new Target("y", "", new TargetType.Classes(count, List.of()), SPAN);
        return this;
    }

    public Network reals(int... shape) {
        target = new Target("y", "", new TargetType.Reals(Shape.of(shape)), SPAN);
        return this;
    }

    public Network loss(Loss loss) {
        this.loss = loss;
        return this;
    }

    public Network optimizer(Optimizer optimizer) {
        this.optimizer = optimizer;
        return this;
    }

    /** The graph; its output is the last layer's. */
    public LayerGraph graph() {
        var value = layers.getLast();
        return new LayerGraph(
                "Test",
                "",
                Map.of(),
                List.of(input),
                target == null ? List.of() : List.of(target),
                layers,
                List.of(output(value)),
                target == null || loss == null
                        ? List.of()
                        : List.of(new LossTerm.Comparison("loss", loss, value, target, 1, SPAN)),
                List.of(),
                optimizer,
                FitSettings.DEFAULT,
                LayerGraph.Places.NONE,
                NamedValues.NONE);
    }

    private Output output(Value value) {
        if (target == null || loss == null) {
            var width = Math.toIntExact(value.shape().elementsPerSample());
            return new Output(value.name(), value, null, null, new ProblemType.Values(width), List.of());
        }
        var problem = ProblemType.of(target.type(), loss, value.shape(), true);
        return new Output(target.name(), value, target, loss, problem, List.of());
    }

    // ---- layers with their usual settings

    public static Layer dense(int units, Activation activation) {
        return new Layer.Dense(
                units,
                activation,
                true,
                GLOROT,
                ZEROS,
                Regularizer.NONE,
                Regularizer.NONE,
                Regularizer.NONE,
                new Constraint.None(),
                new Constraint.None());
    }

    public static Layer conv2d(int filters, int kernel, int stride, Padding padding, Activation activation) {
        return new Layer.Conv2d(
                filters,
                new Size(kernel, kernel),
                new Size(stride, stride),
                padding,
                new Size(1, 1),
                1,
                activation,
                true,
                GLOROT,
                ZEROS,
                Regularizer.NONE,
                Regularizer.NONE,
                Regularizer.NONE,
                new Constraint.None(),
                new Constraint.None());
    }

    public static Layer maxPool2d(int size) {
        return new Layer.MaxPool2d(new Size(size, size), new Size(size, size), Padding.VALID);
    }

    public static Optimizer sgd(double learningRate) {
        return new Optimizer.Sgd(new LearningRateSchedule.Constant(learningRate), 0, false, Options.NONE);
    }

    public static Optimizer adam(double learningRate) {
        return new Optimizer.Adam(
                new LearningRateSchedule.Constant(learningRate), 0.9, 0.999, 1e-7, false, Options.NONE);
    }

    /** The CNN of the CIFAR-10 tutorial. */
    public static LayerGraph cifar10() {
        var network = new Network(32, 32, 3);
        network.chain(
                network.input,
                new Layer.Rescale(1 / 255.0, 0),
                conv2d(32, 3, 1, Padding.VALID, RELU),
                maxPool2d(2),
                conv2d(64, 3, 1, Padding.VALID, RELU),
                maxPool2d(2),
                conv2d(64, 3, 1, Padding.VALID, RELU),
                new ReshapingLayer.Flatten(),
                dense(64, RELU),
                dense(10, LINEAR));
        return network.classes(10)
                .loss(new Loss.SparseCategoricalCrossentropy(true))
                .optimizer(adam(0.001))
                .graph();
    }
}
