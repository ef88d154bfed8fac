package dev.updraft.engine.reference;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.UnaryFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Operations on every element by itself. */
final class Elementwise {
    private Elementwise() {}

    static Tensor map(UnaryFunction function, Tensor x) {
        var f = operator(function);
        var result = Tensor.zeros(x.dims());
        for (var i = 0; i < result.values().length; i++) {
            result.values()[i] = f.applyAsDouble(x.values()[i]);
        }
        return result;
    }

    static Tensor combine(BinaryFunction function, Tensor a, Tensor b) {
        var f = operator(function);
        var result = Tensor.zeros(a.dims());
        for (var i = 0; i < result.values().length; i++) {
            result.values()[i] = f.applyAsDouble(a.values()[i], b.values()[i]);
        }
        return result;
    }

    static Tensor select(Tensor condition, Tensor a, Tensor b) {
        var result = Tensor.zeros(a.dims());
        for (var i = 0; i < result.values().length; i++) {
            result.values()[i] = condition.values()[i] != 0 ? a.values()[i] : b.values()[i];
        }
        return result;
    }

    static Tensor toBfloat16(Tensor x) {
        var result = Tensor.zeros(x.dims());
        for (var i = 0; i < result.values().length; i++) {
            result.values()[i] = toBfloat16((float) x.values()[i]);
        }
        return result;
    }

    /** The upper half of a float is a bfloat16; what is added before the lower half goes makes the upper the nearest. */
    private static float toBfloat16(float x) {
        if (Float.isNaN(x) || Math.abs(x) < Float.MIN_NORMAL) {
            return x * 0;
        }
        var bits = Float.floatToRawIntBits(x);
        var last = bits >>> 16 & 1;
        return Float.intBitsToFloat(bits + 0x7fff + last & 0xffff_0000);
    }

    private static DoubleUnaryOperator operator(UnaryFunction function) {
        return switch (function) {
            case NEGATE -> x -> -x;
            case ABS -> Math::abs;
            case SIGN -> Math::signum;
            case SQUARE -> x -> x * x;
            case SQRT -> Math::sqrt;
            case RECIPROCAL -> x -> 1 / x;
            case EXP -> Math::exp;
            case EXPM1 -> Math::expm1;
            case LOG -> Math::log;
            case LOG1P -> Math::log1p;
            case SIN -> Math::sin;
            case COS -> Math::cos;
            case STOP_GRADIENT -> x -> x;
            case FLOOR -> Math::floor;
            case TANH -> Math::tanh;
            case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
            case ERF -> Elementwise::erf;
            case RELU -> x -> Math.max(x, 0);
            case FLUSH_DENORMALS -> x -> Math.abs(x) < 1e-30 ? 0 : x;
        };
    }

    private static DoubleBinaryOperator operator(BinaryFunction function) {
        return switch (function) {
            case ADD -> Double::sum;
            case SUBTRACT -> (a, b) -> a - b;
            case MULTIPLY -> (a, b) -> a * b;
            case DIVIDE -> (a, b) -> a / b;
            case POWER -> Math::pow;
            case MAXIMUM -> Math::max;
            case MINIMUM -> Math::min;
            case LESS -> (a, b) -> a < b ? 1 : 0;
            case EQUAL -> (a, b) -> a == b ? 1 : 0;
            case RELU_GRAD -> (a, b) -> b > 0 ? a : b <= 0 ? 0 : b;
        };
    }

    /**
     * {@code 2/√π · exp(-x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 · … · (2n + 1))}, whose terms have one sign. Abramowitz and Stegun, 7.1.6.
     */
    private static double erf(double x) {
        if (Math.abs(x) > 6) {
            return Math.signum(x); // 1 - erf(6) is 2e-17.
        }
        var term = x;
        var sum = x;
        for (var n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
