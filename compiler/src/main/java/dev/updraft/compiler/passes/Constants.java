package dev.updraft.compiler.passes;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import org.jspecify.annotations.Nullable;

/** Values that are known before anything runs. */
final class Constants {
    private Constants() {}

    /** The one value of all elements, if it is known. */
    static @Nullable Double of(Node node) {
        if (node.op() instanceof Op.Constant(var value)) {
            return value;
        }
        var arranged = node.op() instanceof Op.Broadcast || node.op() instanceof Op.Reshape;
        return arranged ? of(node.operand(0)) : null;
    }

    static double apply(UnaryFunction function, double x) {
        return switch (function) {
            case NEGATE -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case SQUARE -> x * x;
            case SQRT -> Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case EXP -> Math.exp(x);
            case EXPM1 -> Math.expm1(x);
            case LOG -> Math.log(x);
            case LOG1P -> Math.log1p(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case STOP_GRADIENT -> x;
            case FLOOR -> Math.floor(x);
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case ERF -> throw new UnsupportedOperationException("Java's Math has no error function");
            case RELU -> Math.max(x, 0);
            case FLUSH_DENORMALS -> Math.abs(x) < 1e-30 ? 0 : x;
        };
    }

    static double apply(BinaryFunction function, double a, double b) {
        return switch (function) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case POWER -> Math.pow(a, b);
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
            case LESS -> a < b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            case RELU_GRAD -> b > 0 ? a : b <= 0 ? 0 : b;
        };
    }
}
