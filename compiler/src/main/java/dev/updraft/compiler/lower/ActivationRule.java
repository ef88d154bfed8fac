package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.BinaryFunction.LESS;
import static dev.updraft.compiler.ops.UnaryFunction.ERF;
import static dev.updraft.compiler.ops.UnaryFunction.EXPM1;
import static dev.updraft.compiler.ops.UnaryFunction.RELU;
import static dev.updraft.compiler.ops.UnaryFunction.SIGMOID;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;
import static dev.updraft.compiler.ops.UnaryFunction.TANH;

import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;

/** The operations of each activation. */
final class ActivationRule {
    private ActivationRule() {}

    static Node of(GraphBuilder to, Activation activation, Node x) {
        return switch (activation) {
            case Activation.Linear() -> x;
            case Activation.Relu() -> to.map(RELU, x);
            case Activation.LeakyRelu(var negativeSlope) ->
                to.select(positive(to, x), x, to.multiply(x, negativeSlope));
            case Activation.Elu(var alpha) -> {
                // The exponential of a large x would be infinite, and its gradient 0 · ∞. At 0 the slope is alpha: a
                // minimum of x and 0 would halve it there.
                var positive = positive(to, x);
                var negative = to.select(positive, to.full(0, x.shape()), x);
                yield to.select(positive, x, to.multiply(to.map(EXPM1, negative), alpha));
            }
            case Activation.Gelu(var approximate) ->
                to.multiply(to.multiply(x, 0.5), to.add(approximate ? tanhForm(to, x) : erfForm(to, x), 1));
            case Activation.Silu() -> to.multiply(x, to.map(SIGMOID, x));
            case Activation.Sigmoid() -> to.map(SIGMOID, x);
            case Activation.Tanh() -> to.map(TANH, x);
            case Activation.Softmax() -> to.add(new Op.Softmax(), x);
        };
    }

    private static Node positive(GraphBuilder to, Node x) {
        return to.combine(LESS, to.constant(0), x);
    }

    /** {@code 2 Φ(x) - 1 = erf(x / √2)}. */
    private static Node erfForm(GraphBuilder to, Node x) {
        return to.map(ERF, to.multiply(x, Math.sqrt(0.5)));
    }

    /** {@code tanh(√(2/π) · (x + 0.044715 x³))}. */
    private static Node tanhForm(GraphBuilder to, Node x) {
        var factor = to.add(to.multiply(to.map(SQUARE, x), 0.044715), 1);
        return to.map(TANH, to.multiply(to.multiply(x, factor), Math.sqrt(2 / Math.PI)));
    }
}
