package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.schedule.Kernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Elements of weights whose gradient is 0 and of which the optimizer remembers nothing but zeros. Many optimizers leave them as
 * they are, to the bit, which is found out by following the zeros through the update.
 */
final class IdleElements {
    /** What is known of a value, for every element that is idle. */
    private enum Value {
        /** 0, and not -0. */
        ZERO,
        /** Above 0 and finite. */
        POSITIVE,
        /** 0 or above, and finite: step scalars are rates, and shares of what is kept. */
        NOT_NEGATIVE,
        /** The weight as it was. */
        WEIGHT,
        OTHER
    }

    private final Kernel.Pointwise loop;
    private final Map<Node, Value> values = new HashMap<>();

    private IdleElements(Kernel.Pointwise loop) {
        this.loop = loop;
    }

    /** An update that leaves idle elements as they are: the weights, and the reads of the slots. */
    record Update(Variable weights, List<Node> slots) {}

    /** What a loop does, if it is such an update, in place. */
    static @Nullable Update find(BindingContext bindingContext, Kernel.Pointwise loop, Node gradient) {
        return new IdleElements(loop).update(bindingContext, gradient);
    }

    private @Nullable Update update(BindingContext bindingContext, Node gradient) {
        Variable weights = null;
        var slots = new ArrayList<Node>();
        var variables = new HashSet<Variable>();
        for (var read : loop.reads()) {
            if (read.equals(gradient)) {
                values.put(read, Value.ZERO);
            } else if (read.op() instanceof Op.ReadVariable(var variable)) {
                variables.add(variable);
                if (variable.role() == Variable.Role.SLOT) {
                    values.put(read, Value.ZERO);
                    slots.add(read);
                } else {
                    values.put(read, Value.WEIGHT);
                    weights = variable;
                }
            }
        }
        for (var node : loop.body()) {
            values.put(node, value(node));
        }
        // One is the weights, as these alone are no slot.
        if (weights == null || variables.size() != 1 + slots.size()) {
            return null;
        }
        for (var result : loop.results()) {
            var variable = bindingContext.updated(result);
            if (!variables.remove(variable) || of(result) != (weights.equals(variable) ? Value.WEIGHT : Value.ZERO)) {
                return null;
            }
        }
        return variables.isEmpty() ? new Update(weights, slots) : null;
    }

    private static Value number(Node node) {
        if (node.op() instanceof Op.Constant(var value)) {
            return (float) value > 0 && (float) value <= Float.MAX_VALUE ? Value.POSITIVE : Value.OTHER;
        }
        return node.op() instanceof Op.StepScalar ? Value.NOT_NEGATIVE : Value.OTHER;
    }

    private Value of(Node node) {
        return values.getOrDefault(node, Value.OTHER);
    }

    private Value value(Node node) {
        return switch ((Op.ElementwiseOp) node.op()) {
            case Op.Broadcast _ -> number(node.operand(0));
            case Op.UnaryOp(var function) -> value(function, of(node.operand(0)));
            case Op.BinaryOp(var function) -> value(function, of(node.operand(0)), of(node.operand(1)));
            case Op.Select _, Op.Reduction _, Op.RandomUniform _ -> Value.OTHER;
        };
    }

    private static Value value(UnaryFunction function, Value of) {
        return switch (function) {
            case SQRT -> of == Value.ZERO || of == Value.POSITIVE ? of : Value.OTHER;
            case ABS, SQUARE, FLUSH_DENORMALS -> of == Value.ZERO ? Value.ZERO : Value.OTHER;
            case NEGATE,
                    SIGN,
                    RECIPROCAL,
                    EXP,
                    EXPM1,
                    LOG,
                    LOG1P,
                    SIN,
                    COS,
                    TANH,
                    SIGMOID,
                    ERF,
                    RELU,
                    FLOOR,
                    STOP_GRADIENT -> Value.OTHER;
        };
    }

    private static Value value(BinaryFunction function, Value left, Value right) {
        return switch (function) {
            case ADD -> left == Value.ZERO ? added(right) : right == Value.ZERO ? added(left) : Value.OTHER;
            case SUBTRACT -> right == Value.ZERO ? left : Value.OTHER;
            case MULTIPLY ->
                (left == Value.ZERO && isFinite(right)) || (right == Value.ZERO && isFinite(left))
                        ? Value.ZERO
                        : Value.OTHER;
            case DIVIDE -> left == Value.ZERO && right == Value.POSITIVE ? Value.ZERO : Value.OTHER;
            case MAXIMUM -> left == Value.ZERO && right == Value.ZERO ? Value.ZERO : Value.OTHER;
            case POWER, MINIMUM, LESS, EQUAL, RELU_GRAD -> Value.OTHER;
        };
    }

    /** With 0 added, which makes 0 of -0. */
    private static Value added(Value value) {
        return isFinite(value) ? value : Value.OTHER;
    }

    /** And not below 0, nor -0. */
    private static boolean isFinite(Value value) {
        return switch (value) {
            case ZERO, POSITIVE, NOT_NEGATIVE -> true;
            case WEIGHT, OTHER -> false;
        };
    }
}
