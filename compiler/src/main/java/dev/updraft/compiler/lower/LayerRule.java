package dev.updraft.compiler.lower;

import static dev.updraft.compiler.layers.Weight.BIAS;
import static dev.updraft.compiler.layers.Weight.KERNEL;

import dev.updraft.compiler.layers.ClosedLayer;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LinearLayer;
import dev.updraft.compiler.layers.NormalizationLayer;
import dev.updraft.compiler.layers.Padding;
import dev.updraft.compiler.layers.PreprocessingLayer;
import dev.updraft.compiler.layers.RegularizationLayer;
import dev.updraft.compiler.layers.ReshapingLayer;
import dev.updraft.compiler.layers.Size;
import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.TableLayer;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The operations of each layer. */
final class LayerRule {
    private static final Size DENSE = new Size(1, 1);

    private final GraphBuilder to;
    private final ForwardPass pass;
    private final LayerNode layer;
    private final List<Node> inputs;

    /**
     * @param to where the operations are added
     * @param inputs what the layer takes
     */
    LayerRule(GraphBuilder to, ForwardPass pass, LayerNode layer, List<Node> inputs) {
        this.to = to;
        this.pass = pass;
        this.layer = layer;
        this.inputs = inputs;
    }

    /** What the layer gives. */
    Node lower() {
        if (layer.layer() instanceof Layer.LearnedConstant) {
            return weight(Layer.LearnedConstant.WEIGHT);
        }
        if (layer.layer() instanceof Layer.Compute(var function)) {
            return new FunctionRule(to, pass, inputs, layer.shape()).lower(function);
        }
        return ofBatch(inputs.getFirst());
    }

    private Node ofBatch(Node x) {
        return switch (layer.layer()) {
            case Layer.Dense dense -> ActivationRule.of(to, dense.activation(), biased(product(x), dense.useBias()));
            case Layer.Conv2d conv -> ActivationRule.of(to, conv.activation(), biased(conv2d(conv, x), conv.useBias()));
            case Layer.DepthwiseConv2d conv ->
                ActivationRule.of(to, conv.activation(), biased(depthwise(conv, x), conv.useBias()));

            case Layer.MaxPool2d(var pool, var stride, var padding) ->
                to.add(new Op.MaxPool2d(Windows.of(x.shape(), pool, stride, DENSE, padding)), x);
            case Layer.AveragePool2d(var pool, var stride, var padding) ->
                to.add(new Op.AveragePool2d(Windows.of(x.shape(), pool, stride, DENSE, padding)), x);
            case Layer.GlobalAveragePool2d() -> {
                var pixels = (double) x.shape().dim(1) * x.shape().dim(2);
                yield to.reshape(to.multiply(to.sum(x, List.of(1, 2)), 1 / pixels), layer.shape());
            }
            case Layer.GlobalMaxPool2d() -> to.reshape(to.add(new Op.Max(List.of(1, 2)), x), layer.shape());

            case ReshapingLayer reshaping -> new ReshapingRule(to, layer.shape()).of(reshaping, x);
            case RegularizationLayer regularization ->
                pass.training() ? new NoiseRule(to, pass).of(regularization, x) : x;
            case TableLayer table -> new TableRule(to, this, x).of(table);
            case ClosedLayer closed -> new ClosedRule(to, this, ForwardPass.real(to, x)).of(closed);
            case TreeLayer trees -> new TreeRule(to).of(trees, this, ForwardPass.real(to, x));
            case LinearLayer linear -> biased(product(flat(x)), linear.useBias());
            case SupervisedLayer supervised -> new SupervisedRule(to, this).of(supervised, x);
            case PreprocessingLayer preprocessing -> new PreprocessingRule(to, this, x).of(preprocessing);
            case NormalizationLayer normalization -> new NormalizationRule(to, pass, this).of(normalization, x);

            case Layer.Rescale(var scale, var offset) -> to.add(to.multiply(ForwardPass.real(to, x), scale), offset);
            case Layer.PRelu _ -> prelu(x);
            case Layer.Embedding _ -> to.gather(weight(Layer.Embedding.EMBEDDINGS), x);

            case Layer.Add() -> inputs.stream().reduce(to::add).orElseThrow();
            case Layer.Subtract() -> inputs.stream().reduce(to::subtract).orElseThrow();
            case Layer.Multiply() -> inputs.stream().reduce(to::multiply).orElseThrow();
            case Layer.Concat(var axis) -> to.add(new Op.Concat(x.shape().axisFromStart(axis)), inputs);

            case Layer.Activate(var function) -> ActivationRule.of(to, function, x);
            case Layer.LossOfSample(var loss) -> LossRule.ofSamples(to, loss, ForwardPass.real(to, x), inputs.get(1));
            case Layer.LearnedConstant _, Layer.Compute _ ->
                throw new IllegalArgumentException(layer + " is no layer of a batch");
        };
    }

    /** On the last axis; with axes between it and the batch, as a convolution of single pixels. */
    private Node product(Node x) {
        var kernel = weight(KERNEL);
        if (x.shape().rank() == 2) {
            return to.matMul(x, false, kernel, false);
        }
        var features = x.shape().dim(-1);
        var places = Math.toIntExact(x.shape().elementsPerSample() / features);
        var image = to.reshape(x, Shape.batch(places, 1, features));
        var pixel = Windows.of(image.shape(), DENSE, DENSE, DENSE, Padding.VALID);
        var weights = to.reshape(kernel, Shape.of(1, 1, features, kernel.shape().dim(-1)));
        return to.reshape(
                to.add(new Op.Conv2d(pixel, 1), image, weights),
                x.shape().with(-1, kernel.shape().dim(-1)));
    }

    private Node flat(Node x) {
        return to.reshape(x, Shape.batch(Math.toIntExact(x.shape().elementsPerSample())));
    }

    private Node conv2d(Layer.Conv2d conv, Node x) {
        var window = Windows.of(x.shape(), conv.kernel(), conv.stride(), conv.dilation(), conv.padding());
        return to.add(new Op.Conv2d(window, conv.groups()), x, weight(KERNEL));
    }

    /** Filter {@code c · multiplier + m} sees channel {@code c}: a convolution with a group for each channel. */
    private Node depthwise(Layer.DepthwiseConv2d conv, Node x) {
        var window = Windows.of(x.shape(), conv.kernel(), conv.stride(), conv.dilation(), conv.padding());
        var channels = x.shape().dim(-1);
        var shape = Shape.of(window.height(), window.width(), 1, channels * conv.depthMultiplier());
        return to.add(new Op.Conv2d(window, channels), x, to.reshape(weight(KERNEL), shape));
    }

    private Node biased(Node x, boolean useBias) {
        return useBias ? to.add(x, Channels.broadcast(to, weight(BIAS), x.shape())) : x;
    }

    /** {@code relu(x) - alpha · relu(-x)}, whose slope at 0 is 0 as in Keras; that of a minimum of x and 0 would be a half. */
    private Node prelu(Node x) {
        var alpha = weight(Layer.PRelu.ALPHA);
        var row = new ArrayList<>(alpha.shape().dims());
        row.addFirst(1);
        var slope = to.broadcast(to.reshape(alpha, new Shape(row)), x.shape());
        var below = to.map(UnaryFunction.RELU, to.map(UnaryFunction.NEGATE, x));
        return to.subtract(to.map(UnaryFunction.RELU, x), to.multiply(slope, below));
    }

    /** Of what it gives. */
    Shape shape() {
        return layer.shape();
    }

    /** The value of a weight that the layer has. */
    Node weight(String name) {
        return pass.read(variable(name));
    }

    Variable variable(String name) {
        return layer.weights().stream()
                .filter(weight -> weight.name().equals(name))
                .map(weight -> LayerVariables.of(layer, weight))
                .findFirst()
                .orElseThrow();
    }
}
