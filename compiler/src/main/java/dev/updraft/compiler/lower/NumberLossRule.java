package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.BinaryFunction.LESS;
import static dev.updraft.compiler.ops.BinaryFunction.MAXIMUM;
import static dev.updraft.compiler.ops.UnaryFunction.ABS;
import static dev.updraft.compiler.ops.UnaryFunction.EXP;
import static dev.updraft.compiler.ops.UnaryFunction.LOG;
import static dev.updraft.compiler.ops.UnaryFunction.NEGATE;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import java.util.List;

/** The operations of the losses of numbers: one loss for each value, or for each row of the last axis. */
final class NumberLossRule {
    /** What Keras calls its epsilon. */
    private static final double EPSILON = 1e-7;

    private final GraphBuilder to;
    private final Node prediction;
    private final Node target;

    /**
     * @param prediction what the network gives
     * @param target real numbers in the same shape
     */
    NumberLossRule(GraphBuilder to, Node prediction, Node target) {
        this.to = to;
        this.prediction = prediction;
        this.target = target;
    }

    Node of(Loss.OfNumbers loss) {
        return switch (loss) {
            case Loss.MeanSquaredError() -> to.map(SQUARE, error());
            case Loss.MeanAbsoluteError() -> to.map(ABS, error());
            case Loss.MeanAbsolutePercentageError() -> {
                var size = to.combine(MAXIMUM, to.map(ABS, target), to.constant(EPSILON));
                yield to.multiply(to.divide(to.map(ABS, error()), size), 100);
            }
            case Loss.MeanSquaredLogarithmicError() ->
                to.map(SQUARE, to.subtract(logOfNext(prediction), logOfNext(target)));
            case Loss.Huber(var delta) -> huber(delta);
            case Loss.Quantile(var quantile) ->
                to.combine(MAXIMUM, to.multiply(error(), -quantile), to.multiply(error(), 1 - quantile));
            case Loss.LogCosh() -> {
                var error = error();
                var softplus = ActivationRule.of(to, new Activation.Softplus(), to.multiply(error, -2));
                yield to.add(to.add(error, softplus), -Math.log(2));
            }
            case Loss.Poisson() ->
                to.subtract(prediction, to.multiply(target, to.map(LOG, to.add(prediction, EPSILON))));
            case Loss.CosineSimilarity() -> {
                var last = prediction.shape().rank() - 1;
                var product = to.multiply(
                        UnitLength.of(to, target, last, EPSILON), UnitLength.of(to, prediction, last, EPSILON));
                yield to.map(NEGATE, to.sum(product, List.of(last)));
            }
            case Loss.Gamma() -> to.add(prediction, to.multiply(target, to.map(EXP, to.map(NEGATE, prediction))));
            case Loss.Tweedie(var power) ->
                to.subtract(
                        to.multiply(to.map(EXP, to.multiply(prediction, 2 - power)), 1 / (2 - power)),
                        to.multiply(
                                to.multiply(target, to.map(EXP, to.multiply(prediction, 1 - power))), 1 / (1 - power)));
            // A batch does not know which samples belong together: what learns and what reports take whole groups.
            case Loss.LambdaRank _ -> to.multiply(prediction, 0);
        };
    }

    private Node error() {
        return to.subtract(prediction, target);
    }

    /** {@code log(1 + max(x, ε))}. */
    private Node logOfNext(Node x) {
        return to.map(LOG, to.add(to.combine(MAXIMUM, x, to.constant(EPSILON)), 1));
    }

    /** {@code e²/2} where {@code |e| <= δ}, else {@code δ |e| - δ²/2}. */
    private Node huber(double delta) {
        var error = error();
        var absolute = to.map(ABS, error);
        var quadratic = to.multiply(to.map(SQUARE, error), 0.5);
        var linear = to.add(to.multiply(absolute, delta), -delta * delta / 2);
        return to.select(to.combine(LESS, to.constant(delta), absolute), linear, quadratic);
    }
}
