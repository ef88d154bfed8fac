package dev.updraft.engine.gpu.emit.source;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.UnaryFunction;
import java.util.stream.DoubleStream;

/**
 * Functions as Java expressions in float32, of what OpenCL and CUDA compilers know. Operands are names or literals.
 *
 * <p>A device's {@code max} and {@code min} pass over NaN, so both are written as comparisons, and of these only {@code <} and
 * {@code >}, which TornadoVM translates so that NaN makes them false.
 */
public final class Functions {

    // Rational approximation of erf on [-4, 4], as in Eigen; relative error below 3e-7.
    private static final String ERF_NUMERATOR =
            horner(-2.7261424e-10, 2.7706815e-8, -2.101024e-6, -5.6925062e-5, -7.3499064e-4, -0.0029546, -0.016096033);
    private static final String ERF_DENOMINATOR =
            horner(-1.45660715e-5, -2.1337405e-4, -0.001682827, -0.0073733293, -0.014264739);

    // log1p(x) = 2 atanh(z), z = x / (2 + x): the series of atanh in z², enough terms for |x| < 0.25.
    private static final String ATANH_SERIES = horner(1 / 9.0, 1 / 7.0, 1 / 5.0, 1 / 3.0, 1);

    private Functions() {}

    /**
     * Writes the statements that {@code f(x)} needs, and gives its expression.
     *
     * @param name prefix for locals
     */
    public static String map(JavaText text, UnaryFunction function, String x, String name) {
        return switch (function) {
            case NEGATE -> "-" + x;
            case ABS -> "TornadoMath.abs(" + x + ")";
            case SIGN -> x + " > 0f ? 1f : " + x + " < 0f ? -1f : " + x;
            case SQUARE -> x + " * " + x;
            case SQRT -> "TornadoMath.sqrt(" + x + ")";
            case RECIPROCAL -> "1f / " + x;
            case EXP -> "TornadoMath.exp(" + x + ")";
            case EXPM1 -> {
                // exp(x) - 1 = 2t / (1 - t) with t = tanh(x / 2); where t comes near 1 the exponential is large.
                text.line("float " + name + "t = TornadoMath.tanh(0.5f * " + x + ");");
                yield x + " < 0.5f ? 2f * " + name + "t / (1f - " + name + "t) : TornadoMath.exp(" + x + ") - 1f";
            }
            case LOG -> "TornadoMath.log(" + x + ")";
            case LOG1P -> {
                text.line("float " + name + "z = " + x + " / (2f + " + x + ");");
                text.line("float " + name + "s = " + name + "z * " + name + "z;");
                yield "TornadoMath.abs(" + x + ") < 0.25f ? 2f * " + name + "z * "
                        + ATANH_SERIES.replace("square", name + "s") + " : TornadoMath.log(1f + " + x + ")";
            }
            case SIN -> "TornadoMath.sin(" + x + ")";
            case COS -> "TornadoMath.cos(" + x + ")";
            case STOP_GRADIENT -> x;
            case FLOOR -> "TornadoMath.floor(" + x + ")";
            case TANH -> "TornadoMath.tanh(" + x + ")";
            case SIGMOID -> {
                text.line("float " + name + "x = " + larger(x, "-80f") + ";");
                yield "1f / (1f + TornadoMath.exp(-" + name + "x))";
            }
            case ERF -> {
                text.line("float " + name + "m = " + smaller(x, "4f") + ";");
                text.line("float " + name + "x = " + larger(name + "m", "-4f") + ";");
                text.line("float " + name + "s = " + name + "x * " + name + "x;");
                yield name + "x * " + ERF_NUMERATOR.replace("square", name + "s") + " / "
                        + ERF_DENOMINATOR.replace("square", name + "s");
            }
            case RELU -> relu(x);
            case FLUSH_DENORMALS -> "TornadoMath.abs(" + x + ") < 1.0E-30f ? 0f : " + x;
        };
    }

    /** The expression of {@code f(a, b)}. */
    public static String combine(BinaryFunction function, String a, String b) {
        return switch (function) {
            case ADD -> a + " + " + b;
            case SUBTRACT -> a + " - " + b;
            case MULTIPLY -> a + " * " + b;
            case DIVIDE -> a + " / " + b;
            case POWER -> "TornadoMath.pow(" + a + ", " + b + ")";
            case MAXIMUM -> a + " < " + b + " ? " + b + " : " + b + " < " + a + " ? " + a + " : " + same(a, b);
            case MINIMUM -> a + " < " + b + " ? " + a + " : " + b + " < " + a + " ? " + b + " : " + same(a, b);
            case LESS -> a + " < " + b + " ? 1f : 0f";
            case EQUAL -> a + " == " + b + " ? 1f : 0f";
            case RELU_GRAD -> b + " > 0f ? " + a + " : " + b + " < 0f ? 0f : " + b;
        };
    }

    /** {@code max(x, 0)}. */
    public static String relu(String x) {
        return larger(x, "0f");
    }

    private static String larger(String x, String bound) {
        return x + " < " + bound + " ? " + bound + " : " + x;
    }

    private static String smaller(String x, String bound) {
        return x + " > " + bound + " ? " + bound + " : " + x;
    }

    /** Of two numbers neither of which is less than the other: both, or NaN if one of them is. */
    private static String same(String a, String b) {
        return "0.5f * " + a + " + 0.5f * " + b;
    }

    /** Of coefficients from the highest power of {@code square} down. */
    private static String horner(double... coefficients) {
        return DoubleStream.of(coefficients)
                .mapToObj(JavaLiterals::of)
                .reduce((sum, coefficient) -> "(" + sum + " * square + " + coefficient + ")")
                .orElseThrow();
    }
}
