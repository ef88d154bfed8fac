package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.BinaryFunction.LESS;
import static dev.updraft.compiler.ops.BinaryFunction.MAXIMUM;
import static dev.updraft.compiler.ops.BinaryFunction.MINIMUM;
import static dev.updraft.compiler.ops.BinaryFunction.RELU_GRAD;
import static dev.updraft.compiler.ops.UnaryFunction.ABS;
import static dev.updraft.compiler.ops.UnaryFunction.ERF;
import static dev.updraft.compiler.ops.UnaryFunction.EXP;
import static dev.updraft.compiler.ops.UnaryFunction.EXPM1;
import static dev.updraft.compiler.ops.UnaryFunction.LOG1P;
import static dev.updraft.compiler.ops.UnaryFunction.NEGATE;
import static dev.updraft.compiler.ops.UnaryFunction.RELU;
import static dev.updraft.compiler.ops.UnaryFunction.SIGMOID;
import static dev.updraft.compiler.ops.UnaryFunction.SIGN;
import static dev.updraft.compiler.ops.UnaryFunction.SQRT;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;
import static dev.updraft.compiler.ops.UnaryFunction.TANH;

import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;

/** The operations of each activation. Slopes where a rule changes are those of JAX, and NaN stays NaN. */
final class ActivationRule {
    private final GraphBuilder to;
    private final Node x;

    private ActivationRule(GraphBuilder to, Node x) {
        this.to = to;
        this.x = x;
    }

    static Node of(GraphBuilder to, Activation activation, Node x) {
        var rule = new ActivationRule(to, x);
        return switch (activation) {
            case Activation.Elementwise function -> rule.elementwise(function);
            case Activation.Softmax() -> to.add(new Op.Softmax(), x);
            case Activation.LogSoftmax() -> to.add(new Op.LogSoftmax(), x);
            case Activation.Glu(var axis) -> rule.gated(x.shape().axisFromStart(axis));
        };
    }

    private Node elementwise(Activation.Elementwise activation) {
        return switch (activation) {
            case Activation.Linear() -> x;
            case Activation.Relu() -> to.map(RELU, x);
            case Activation.Relu6() -> relu6(x);
            case Activation.LeakyRelu(var negativeSlope) -> to.select(isPositive(), x, to.multiply(x, negativeSlope));
            case Activation.Elu(var alpha) -> elu(alpha, 1);
            case Activation.Celu(var alpha) -> elu(alpha, alpha);
            case Activation.Selu() -> to.multiply(elu(Activation.Selu.ALPHA, 1), Activation.Selu.SCALE);
            case Activation.Gelu(var approximate) ->
                to.multiply(to.multiply(x, 0.5), to.add(approximate ? tanhForm() : erfForm(), 1));
            case Activation.Silu() -> to.multiply(x, to.map(SIGMOID, x));
            case Activation.HardSilu() -> to.multiply(x, hardSigmoid());
            case Activation.Mish() -> to.multiply(x, to.map(TANH, softplus(x)));
            case Activation.Sigmoid() -> to.map(SIGMOID, x);
            case Activation.HardSigmoid() -> hardSigmoid();
            case Activation.SparseSigmoid() -> to.multiply(to.add(clipped(-1, 1), 1), 0.5);
            case Activation.LogSigmoid() -> to.map(NEGATE, softplus(to.map(NEGATE, x)));
            case Activation.Tanh() -> to.map(TANH, x);
            case Activation.HardTanh() -> hardTanh();
            case Activation.TanhShrink() -> to.subtract(x, to.map(TANH, x));
            case Activation.HardShrink(var threshold) -> above(threshold, to.map(ABS, x), x, 0);
            case Activation.SoftShrink(var threshold) ->
                to.multiply(to.map(RELU, to.add(to.map(ABS, x), -threshold)), to.map(SIGN, x));
            case Activation.Threshold(var threshold, var defaultValue) -> above(threshold, x, x, defaultValue);
            case Activation.Softplus() -> softplus(x);
            case Activation.Squareplus(var b) -> squareplus(b);
            case Activation.SparsePlus() ->
                to.add(
                        to.multiply(to.map(SQUARE, to.add(clipped(-1, 1), 1)), 0.25),
                        to.combine(MAXIMUM, to.add(x, -1), to.constant(0)));
            case Activation.Softsign() -> to.divide(x, to.add(to.map(ABS, x), 1));
            case Activation.Exponential() -> to.map(EXP, x);
        };
    }

    private Node isPositive() {
        return to.combine(LESS, to.constant(0), x);
    }

    /**
     * {@code value} where {@code measure} is above {@code bound}, else a constant. The gate, unlike a comparison, is NaN where
     * its operand is.
     */
    private Node above(double bound, Node measure, Node value, double otherwise) {
        var excess = to.add(measure, -bound);
        var kept = to.combine(RELU_GRAD, value, excess);
        if (otherwise == 0) {
            return kept;
        }
        var isKept = to.combine(RELU_GRAD, to.constant(1), excess);
        return to.add(kept, to.multiply(to.add(to.map(NEGATE, isKept), 1), otherwise));
    }

    private Node clipped(double least, double most) {
        return to.combine(MINIMUM, to.combine(MAXIMUM, x, to.constant(least)), to.constant(most));
    }

    /** The slope is 0 at 6 as it is at 0; a minimum of 6 and x would have a half there. */
    private Node relu6(Node value) {
        return above(-6, to.map(NEGATE, value), to.map(RELU, value), 6);
    }

    private Node hardSigmoid() {
        return to.multiply(relu6(to.add(x, 3)), 1.0 / 6);
    }

    /** The slope is 1 at the ends of the line, where minimum and maximum would have a half. */
    private Node hardTanh() {
        var negative = to.map(NEGATE, x);
        var above = to.combine(LESS, to.constant(1), x);
        var below = to.combine(LESS, x, to.constant(-1));
        var least = to.map(NEGATE, to.combine(RELU_GRAD, to.constant(1), negative));
        return to.select(above, to.combine(RELU_GRAD, to.constant(1), x), to.select(below, least, x));
    }

    /**
     * {@code alpha · (exp(x / scale) - 1)} below 0. The exponential of a large x would be infinite, and its gradient 0 · ∞. At 0
     * the slope is that from below: a minimum of x and 0 would halve it there.
     */
    private Node elu(double alpha, double scale) {
        var positive = isPositive();
        var negative = to.select(positive, to.full(0, x.shape()), x);
        var exponential = to.map(EXPM1, to.multiply(negative, 1 / scale));
        return to.select(positive, x, to.multiply(exponential, alpha));
    }

    /** {@code log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|))}: no exponential overflows. */
    private Node softplus(Node value) {
        var decay = to.map(EXP, to.map(NEGATE, to.map(ABS, value)));
        return to.add(to.combine(MAXIMUM, value, to.constant(0)), to.map(LOG1P, decay));
    }

    /** {@code (x + √(x² + b)) / 2 = max(x, 0) + b/2 / (√(x² + b) + |x|)}: nothing cancels where x is negative. */
    private Node squareplus(double b) {
        var root = to.map(SQRT, to.add(to.map(SQUARE, x), b));
        var curve = to.divide(to.constant(b / 2), to.add(root, to.map(ABS, x)));
        return to.add(to.combine(MAXIMUM, x, to.constant(0)), curve);
    }

    /** {@code 2 Φ(x) - 1 = erf(x / √2)}. */
    private Node erfForm() {
        return to.map(ERF, to.multiply(x, Math.sqrt(0.5)));
    }

    /** {@code tanh(√(2/π) · (x + 0.044715 x³))}. */
    private Node tanhForm() {
        var factor = to.add(to.multiply(to.map(SQUARE, x), 0.044715), 1);
        return to.map(TANH, to.multiply(to.multiply(x, factor), Math.sqrt(2 / Math.PI)));
    }

    /** The first half of an axis times the sigmoid of the second. */
    private Node gated(int axis) {
        var half = x.shape().dim(axis) / 2;
        var value = to.add(new Op.Slice(axis, 0, half), x);
        var gate = to.add(new Op.Slice(axis, half, half), x);
        return to.multiply(value, to.map(SIGMOID, gate));
    }
}
