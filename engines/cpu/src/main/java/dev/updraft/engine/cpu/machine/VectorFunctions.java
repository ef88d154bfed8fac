package dev.updraft.engine.cpu.machine;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.engine.cpu.machine.Value.Arithmetic;
import dev.updraft.engine.cpu.machine.Value.Comparison;

/**
 * The element-wise functions by instructions of vectors: the same operations in the same order as the loops in Java, so that all bits are the same.
 */
public final class VectorFunctions {
    private static final int SIGN = 0x80000000;
    private static final int MAGNITUDE = 0x7fffffff;
    private static final float COARSE = 0x1.8p-93f;

    private final VectorProgram program;

    /** Appends to a program. */
    public VectorFunctions(VectorProgram program) {
        this.program = program;
    }

    /** Whether there are instructions for it. */
    public static boolean has(UnaryFunction function) {
        return switch (function) {
            case EXPM1, LOG, LOG1P, SIN, COS -> false;
            case STOP_GRADIENT,
                    NEGATE,
                    ABS,
                    SIGN,
                    SQUARE,
                    SQRT,
                    RECIPROCAL,
                    EXP,
                    FLOOR,
                    TANH,
                    SIGMOID,
                    ERF,
                    RELU,
                    FLUSH_DENORMALS -> true;
        };
    }

    /** Whether there are instructions for it. */
    public static boolean has(BinaryFunction function) {
        return function != BinaryFunction.POWER;
    }

    /** The value of a function. */
    public int map(UnaryFunction function, int x) {
        return switch (function) {
            case STOP_GRADIENT -> x;
            case NEGATE -> negate(x);
            case ABS -> abs(x);
            case SIGN -> sign(x);
            case SQUARE -> multiply(x, x);
            case SQRT -> program.of(Arithmetic.SQUARE_ROOT, x, x);
            case RECIPROCAL -> divide(number(1), x);
            case FLOOR -> program.of(Arithmetic.FLOOR, x, x);
            case RELU -> relu(x);
            case FLUSH_DENORMALS -> subtract(add(x, number(COARSE)), number(COARSE));
            case EXP -> exp(x);
            case SIGMOID -> divide(number(1), add(number(1), exp(negate(x))));
            case TANH -> tanh(x);
            case ERF -> erf(x);
            case EXPM1, LOG, LOG1P, SIN, COS -> throw new IllegalStateException(function + " as machine code");
        };
    }

    /** The value of a function of two. */
    public int combine(BinaryFunction function, int a, int b) {
        return switch (function) {
            case ADD -> add(a, b);
            case SUBTRACT -> subtract(a, b);
            case MULTIPLY -> multiply(a, b);
            case DIVIDE -> divide(a, b);
            case MAXIMUM -> extreme(Arithmetic.MAXIMUM, Arithmetic.AND, a, b);
            case MINIMUM -> extreme(Arithmetic.MINIMUM, Arithmetic.OR, a, b);
            case LESS -> signOfRelu(subtract(finite(b), finite(a)));
            case EQUAL -> subtract(number(1), abs(sign(subtract(finite(a), finite(b)))));
            case RELU_GRAD -> multiply(a, signOfRelu(b));
            case POWER -> throw new IllegalStateException(function + " as machine code");
        };
    }

    /** {@code a} where the condition is not 0, else {@code b}. */
    public int select(int condition, int a, int b) {
        return program.either(Comparison.UNEQUAL, condition, number(0), a, b);
    }

    private int number(float value) {
        return program.constant(value);
    }

    private int add(int a, int b) {
        return program.of(Arithmetic.ADD, a, b);
    }

    private int subtract(int a, int b) {
        return program.of(Arithmetic.SUBTRACT, a, b);
    }

    private int multiply(int a, int b) {
        return program.of(Arithmetic.MULTIPLY, a, b);
    }

    private int divide(int a, int b) {
        return program.of(Arithmetic.DIVIDE, a, b);
    }

    /** Java's {@code -x} turns the sign, also of 0: so does a product with -1. */
    private int negate(int x) {
        return multiply(x, number(-1));
    }

    private int abs(int x) {
        return program.of(Arithmetic.AND, x, program.bits(MAGNITUDE));
    }

    /** As {@link Math#signum}: 0 with its sign, and NaN, stay. */
    private int sign(int x) {
        var one = program.of(Arithmetic.OR, program.of(Arithmetic.AND, x, program.bits(SIGN)), number(1));
        return program.either(Comparison.LESS_OR_GREATER, x, number(0), one, x);
    }

    /** As {@link Math#max} with 0: NaN stays, and -0 becomes 0. */
    private int relu(int x) {
        return add(program.of(Arithmetic.MAXIMUM, number(0), x), number(0));
    }

    /** The sign of a {@link #relu}: 0, 1 or NaN. */
    private int signOfRelu(int x) {
        var positive = relu(x);
        return program.either(Comparison.LESS_OR_GREATER, positive, number(0), number(1), positive);
    }

    /** The larger one of a number that is not 0; NaN stays. */
    private int atLeast(float number, int x) {
        return program.of(Arithmetic.MAXIMUM, number(number), x);
    }

    /** The smaller one of a number that is not 0; NaN stays. */
    private int atMost(float number, int x) {
        return program.of(Arithmetic.MINIMUM, number(number), x);
    }

    private int finite(int x) {
        return atMost(Float.MAX_VALUE, atLeast(-Float.MAX_VALUE, x));
    }

    /**
     * As {@link Math#max} or {@link Math#min}, where the instruction alone gives the second of two zeros, and a number beside NaN.
     *
     * @param ofEqual makes of the signs of zeros the one that counts
     */
    private int extreme(Arithmetic arithmetic, Arithmetic ofEqual, int a, int b) {
        var differing = program.either(Comparison.UNORDERED, a, a, a, program.of(arithmetic, a, b));
        return program.either(Comparison.EQUAL, a, b, program.of(ofEqual, a, b), differing);
    }

    private int exp(int value) {
        var x = atLeast(-176, atMost(89, value));
        var k = round(multiply(x, number(1.442695f)));
        var half = round(multiply(number(0.5f), k));
        var power = program.of(
                Arithmetic.SHIFT,
                program.of(Arithmetic.ADD_INTS, program.of(Arithmetic.TO_INT, half, half), program.bits(127)),
                program.bits(23));
        var rest = add(subtract(x, multiply(k, number(0.6933594f))), multiply(k, number(2.12194440e-4f)));
        var sum = polynomial(rest, 1.9875691e-4f, 1.3981999e-3f, 8.333452e-3f, 4.1665796e-2f, 1.6666666e-1f, 0.5f);
        var left = subtract(k, multiply(number(2), half));
        var factor = multiply(
                add(add(multiply(sum, multiply(rest, rest)), rest), number(1)),
                add(multiply(add(multiply(number(0.25f), left), number(0.75f)), left), number(1)));
        return multiply(multiply(factor, power), power);
    }

    private int round(int x) {
        return subtract(add(x, number(12582912f)), number(12582912f));
    }

    private int tanh(int value) {
        var x = atLeast(-7.905311f, atMost(7.905311f, value));
        var square = multiply(x, x);
        var numerator = polynomial(
                square,
                -2.7607684e-16f,
                2.000188e-13f,
                -8.604672e-11f,
                5.1222973e-8f,
                1.48572235e-5f,
                6.3726195e-4f,
                0.0048935246f);
        var denominator = polynomial(square, 1.1982584e-6f, 1.1853471e-4f, 0.0022684347f, 0.004893525f);
        return divide(multiply(x, numerator), denominator);
    }

    private int erf(int value) {
        var x = atLeast(-4, atMost(4, value));
        var square = multiply(x, x);
        var numerator = polynomial(
                square,
                -2.7261424e-10f,
                2.7706815e-8f,
                -2.101024e-6f,
                -5.6925062e-5f,
                -7.3499064e-4f,
                -0.0029546f,
                -0.016096033f);
        var denominator =
                polynomial(square, -1.45660715e-5f, -2.1337405e-4f, -0.001682827f, -0.0073733293f, -0.014264739f);
        return divide(multiply(x, numerator), denominator);
    }

    /** By Horner's scheme, the coefficient of the highest power first. */
    private int polynomial(int x, float... coefficients) {
        var sum = number(coefficients[0]);
        for (var i = 1; i < coefficients.length; i++) {
            sum = add(multiply(sum, x), number(coefficients[i]));
        }
        return sum;
    }
}
