package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.BinaryFunction.MAXIMUM;
import static dev.updraft.compiler.ops.BinaryFunction.MINIMUM;
import static dev.updraft.compiler.ops.UnaryFunction.RELU;
import static dev.updraft.compiler.ops.UnaryFunction.SQRT;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.layers.Constraint;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import java.util.List;

/** What a weight is made to fulfil after an update, by the formulas of Keras 3. */
final class ConstraintRule {
    /** Keras's {@code backend.epsilon()}, by which norms end up below what is asked for. */
    private static final double EPSILON = 1e-7;

    private ConstraintRule() {}

    /** The nearest weight that fulfils a constraint. */
    static Node of(GraphBuilder to, Constraint constraint, Node weight) {
        return switch (constraint) {
            case Constraint.None() -> weight;
            case Constraint.NonNeg() -> to.map(RELU, weight);
            case Constraint.UnitNorm(var axis) -> {
                var norms = to.add(norms(to, weight, axis), EPSILON);
                yield to.divide(weight, to.broadcast(norms, weight.shape()));
            }
            case Constraint.MaxNorm(var maxValue, var axis) -> {
                var norms = norms(to, weight, axis);
                yield scaled(to, weight, norms, to.combine(MINIMUM, norms, to.constant(maxValue)));
            }
            case Constraint.MinMaxNorm(var minValue, var maxValue, var rate, var axis) -> {
                var norms = norms(to, weight, axis);
                var raised = to.combine(MAXIMUM, norms, to.constant(minValue));
                var clipped = to.combine(MINIMUM, raised, to.constant(maxValue));
                var wanted = rate == 1 ? clipped : to.add(to.multiply(clipped, rate), to.multiply(norms, 1 - rate));
                yield scaled(to, weight, norms, wanted);
            }
        };
    }

    private static Node scaled(GraphBuilder to, Node weight, Node norms, Node wanted) {
        var factors = to.divide(wanted, to.add(norms, EPSILON));
        return to.multiply(weight, to.broadcast(factors, weight.shape()));
    }

    /** L2 norms along axes, which stay with extent 1. */
    private static Node norms(GraphBuilder to, Node weight, List<Integer> axes) {
        return to.map(SQRT, to.sum(to.map(SQUARE, weight), axes));
    }
}
