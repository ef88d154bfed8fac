package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.BinaryFunction.MAXIMUM;
import static dev.updraft.compiler.ops.UnaryFunction.ABS;
import static dev.updraft.compiler.ops.UnaryFunction.SQRT;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.lower.OptimizerScalars.Scalar;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Variable;
import java.util.function.Function;

/** What Adam and its relatives subtract from a weight, by the formulas of Keras 3. */
final class AdamRule {
    private final GraphBuilder to;
    private final Slots slots;
    private final Function<Scalar, Node> rate;

    /** @param rate the value of a scalar that is a learning rate, for the weight at hand */
    AdamRule(GraphBuilder to, Slots slots, Function<Scalar, Node> rate) {
        this.to = to;
        this.slots = slots;
        this.rate = rate;
    }

    /**
     * {@code m' α' / (√v' + ε)} with the rate α' corrected for the moments' bias; with amsgrad the largest v' so far in place of
     * v'. Kingma and Ba, arXiv:1412.6980, after section 2.1; Reddi, Kale and Kumar, arXiv:1904.09237.
     */
    Node adam(
            String name,
            double beta1,
            double beta2,
            double epsilon,
            boolean amsgrad,
            Variable variable,
            Node gradient) {
        var mean = slots.mean(name + "/m", beta1, variable, gradient);
        var square = slots.mean(name + "/v", beta2, variable, to.map(SQUARE, gradient));
        if (amsgrad) {
            var largest = slots.add(name + "/v_hat", variable);
            square = slots.update(largest, to.combine(MAXIMUM, to.read(largest), square));
        }
        return to.divide(to.multiply(mean, rate.apply(Scalar.ADAM_RATE)), to.add(to.map(SQRT, square), epsilon));
    }

    /** {@code m' α / ((1 - β₁ᵗ) (u' + ε))} with {@code u' = max(β₂ u, |g|)}. Kingma and Ba, arXiv:1412.6980, section 7.1. */
    Node adamax(Optimizer.Adamax adamax, Variable variable, Node gradient) {
        var mean = slots.mean("adamax/m", adamax.beta1(), variable, gradient);
        var slot = slots.add("adamax/u", variable);
        var norm = slots.update(
                slot, to.combine(MAXIMUM, to.multiply(to.read(slot), adamax.beta2()), to.map(ABS, gradient)));
        return to.divide(to.multiply(mean, rate.apply(Scalar.ADAMAX_RATE)), to.add(norm, adamax.epsilon()));
    }

    /** Adam's step with the mean as it will be after the next gradient, which is taken to be like this one. Dozat, 2016. */
    Node nadam(Optimizer.Nadam nadam, Variable variable, Node gradient) {
        var mean = slots.mean("nadam/m", nadam.beta1(), variable, gradient);
        var square = slots.mean("nadam/v", nadam.beta2(), variable, to.map(SQUARE, gradient));
        var ahead = to.add(
                to.multiply(mean, rate.apply(Scalar.NADAM_MEAN_RATE)),
                to.multiply(gradient, rate.apply(Scalar.NADAM_GRADIENT_RATE)));
        var corrected = to.multiply(square, to.add(Scalar.SQUARE_CORRECTION.op()));
        return to.divide(ahead, to.add(to.map(SQRT, corrected), nadam.epsilon()));
    }
}
