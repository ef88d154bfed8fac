package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.FloatBits;
import dev.updraft.engine.cpu.execution.Memory;
import java.lang.foreign.ValueLayout;

/**
 * Element-wise functions on blocks of floats: one plain loop a function, which the JIT compiler turns into vector
 * instructions. Targets may be the same array as a source.
 */
final class Loops {
    /** All bits of a float but its sign. */
    private static final int MAGNITUDE = 0x7fffffff;

    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private Loops() {}

    /**
     * {@code y[i] = f(x[i])}.
     *
     * @param floatBits room for exponentials
     */
    static void map(UnaryFunction function, float[] x, float[] y, FloatBits floatBits, int n) {
        switch (function) {
            case NEGATE -> negate(x, y, n);
            case ABS -> abs(x, y, n);
            case SIGN -> sign(x, y, n);
            case SQUARE -> multiply(x, x, y, n);
            case SQRT -> sqrt(x, y, n);
            case RECIPROCAL -> reciprocal(x, y, n);
            case EXP -> exp(x, y, floatBits, n);
            case EXPM1 -> expm1(x, y, n);
            case LOG -> log(x, y, n);
            case LOG1P -> log1p(x, y, n);
            case SIN -> sin(x, y, n);
            case COS -> cos(x, y, n);
            case STOP_GRADIENT -> System.arraycopy(x, 0, y, 0, n);
            case FLOOR -> floor(x, y, n);
            case TANH -> tanh(x, y, n);
            case SIGMOID -> sigmoid(x, y, floatBits, n);
            case ERF -> erf(x, y, n);
            case RELU -> relu(x, y, n);
            case FLUSH_DENORMALS -> flush(x, y, n);
        }
    }

    static void combine(BinaryFunction function, float[] a, float[] b, float[] y, int n) {
        switch (function) {
            case ADD -> add(a, b, y, n);
            case SUBTRACT -> subtract(a, b, y, n);
            case MULTIPLY -> multiply(a, b, y, n);
            case DIVIDE -> divide(a, b, y, n);
            case POWER -> power(a, b, y, n);
            case MAXIMUM -> maximum(a, b, y, n);
            case MINIMUM -> minimum(a, b, y, n);
            case LESS -> less(a, b, y, n);
            case EQUAL -> equal(a, b, y, n);
            case RELU_GRAD -> gate(a, b, y, n);
        }
    }

    static void select(float[] condition, float[] a, float[] b, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = condition[i] != 0 ? a[i] : b[i];
        }
    }

    /** Whether no float of {@code count} in memory is infinite or NaN: of those the bits, but for the sign, are the largest. */
    static boolean isFinite(long address, long count) {
        var largest = 0;
        var end = address + count * Float.BYTES;
        for (var at = address; at < end; at += Float.BYTES) {
            largest = Math.max(largest, Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, at) & MAGNITUDE);
        }
        return largest < INFINITY;
    }

    /** {@code y[i] = x[i] + x[n + i]}. */
    static void addUpper(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = x[i] + x[n + i];
        }
    }

    /** {@code y[i] += x[start + i]}. */
    static void addRow(float[] x, int start, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] += x[start + i];
        }
    }

    /** {@code sums[first + i] += x[start + i]}. */
    static void addTo(double[] sums, int first, float[] x, int start, int n) {
        for (var i = 0; i < n; i++) {
            sums[first + i] += x[start + i];
        }
    }

    /** The quarters of {@code x}, folded twice in float32: {@code sums[first + i] += (x[i] + x[2n + i]) + (x[n + i] + x[3n + i])}. */
    static void addQuartersTo(double[] sums, int first, float[] x, int n) {
        for (var i = 0; i < n; i++) {
            sums[first + i] += (x[i] + x[2 * n + i]) + (x[n + i] + x[3 * n + i]);
        }
    }

    /** {@code sums[first + i] += x[start + i]}, and the same of squares, which are exact but for their sum's own rounding. */
    static void addMomentsTo(double[] sums, double[] squares, int first, float[] x, int start, int n) {
        for (var i = 0; i < n; i++) {
            double value = x[start + i];
            sums[first + i] += value;
            squares[first + i] += value * value;
        }
    }

    /** The same of two runs of {@code n}, one after the other. */
    static void addTwoMomentsTo(double[] sums, double[] squares, int first, float[] x, int start, int n) {
        for (var i = 0; i < n; i++) {
            double value = x[start + i];
            double next = x[start + n + i];
            sums[first + i] = (sums[first + i] + value) + next;
            squares[first + i] = (squares[first + i] + value * value) + next * next;
        }
    }

    /**
     * The sum in float64. Of long rows what is {@value ExecutionContext#LANES} apart is added first, so that the additions are vectorised.
     *
     * @param lanes room for {@value ExecutionContext#LANES} numbers
     */
    static double sum(float[] x, int start, int n, double[] lanes) {
        if (n < 2 * ExecutionContext.LANES) {
            return sum(x, start, n);
        }
        for (var i = 0; i < ExecutionContext.LANES; i++) {
            lanes[i] = (double) x[start + i] + x[start + ExecutionContext.LANES + i];
        }
        var rest = 2 * ExecutionContext.LANES;
        for (; rest + ExecutionContext.LANES <= n; rest += ExecutionContext.LANES) {
            addTo(lanes, 0, x, start + rest, ExecutionContext.LANES);
        }
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (var i = 0; i < ExecutionContext.LANES; i += 4) {
            a += lanes[i];
            b += lanes[i + 1];
            c += lanes[i + 2];
            d += lanes[i + 3];
        }
        return a + b + (c + d) + sum(x, start + rest, n - rest);
    }

    /** In four parts: the processor then need not wait for one addition before the next. */
    private static double sum(float[] x, int start, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        var i = start;
        for (; i < start + n - 3; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < start + n; i++) {
            a += x[i];
        }
        return a + b + (c + d);
    }

    /**
     * The largest of floats given by their bits, where one below 0 counts the less the more its magnitude is: so they are compared as
     * integers, which is faster by far. A NaN is the largest, or is lost if its sign is set.
     */
    static float max(int[] bits, int start, int n) {
        var largest = Integer.MIN_VALUE;
        for (var i = start; i < start + n; i++) {
            largest = Math.max(largest, bits[i] ^ (bits[i] >> 31 & MAGNITUDE));
        }
        return Float.intBitsToFloat(largest ^ (largest >> 31 & MAGNITUDE));
    }

    /** {@code y[i] = x[i] - number} from {@code start} on. */
    static void subtract(float[] x, float number, float[] y, int start, int n) {
        for (var i = start; i < start + n; i++) {
            y[i] = x[i] - number;
        }
    }

    /** The same in float64. */
    static void subtract(float[] x, double number, float[] y, int start, int n) {
        for (var i = start; i < start + n; i++) {
            y[i] = (float) (x[i] - number);
        }
    }

    /** {@code x[i] *= factor} from {@code start} on, in float64. */
    static void scale(float[] x, double factor, int start, int n) {
        for (var i = start; i < start + n; i++) {
            x[i] = (float) (x[i] * factor);
        }
    }

    private static void negate(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = -x[i];
        }
    }

    private static void abs(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.abs(x[i]);
        }
    }

    private static void sign(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.sign(x[i]);
        }
    }

    private static void sqrt(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.sqrt(x[i]);
        }
    }

    private static void reciprocal(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.reciprocal(x[i]);
        }
    }

    /** Three loops, as the JIT compiler vectorises none that is much longer. */
    static void exp(float[] x, float[] y, FloatBits floatBits, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = Approximations.inRangeOfExp(x[i]);
        }
        var bits = floatBits.bits();
        for (var i = 0; i < n; i++) {
            bits[i] = Approximations.powerOfExp(y[i]);
        }
        var powers = floatBits.values(n);
        for (var i = 0; i < n; i++) {
            y[i] = Approximations.factorOfExp(y[i]) * powers[i] * powers[i];
        }
    }

    /** {@code exp(x) - 1} in float64, which near 0 keeps all the bits of a float but for the smallest: there it is x. */
    private static void expm1(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = Math.abs(x[i]) < 1e-8f ? x[i] : (float) (Math.exp(x[i]) - 1);
        }
    }

    private static void log(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = (float) Math.log(x[i]);
        }
    }

    /**
     * {@code log(1 + x)} in float64, which keeps all the bits of a float but for small x: there it is the beginning of the
     * series. Counts of words are nearly all 0. {@link Math#log1p} takes 50 ns an element, whatever it is.
     */
    private static void log1p(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = x[i] == 0 ? x[i] : log1p(x[i]);
        }
    }

    private static float log1p(float x) {
        double exact = x;
        return (float)
                (Math.abs(x) < 1e-4f ? exact - exact * exact / 2 + exact * exact * exact / 3 : Math.log(1 + exact));
    }

    private static void sin(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = (float) Math.sin(x[i]);
        }
    }

    private static void cos(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = (float) Math.cos(x[i]);
        }
    }

    private static void floor(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = (float) Math.floor(x[i]);
        }
    }

    private static void tanh(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.tanh(x[i]);
        }
    }

    /** {@code 1 / (1 + exp(-x))}, also far out where it is tiny: a {@code tanh} would lose that beside 1. */
    private static void sigmoid(float[] x, float[] y, FloatBits floatBits, int n) {
        negate(x, y, n);
        exp(y, y, floatBits, n);
        for (var i = 0; i < n; i++) {
            y[i] = 1 / (1 + y[i]);
        }
    }

    private static void erf(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.erf(x[i]);
        }
    }

    private static void relu(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.relu(x[i]);
        }
    }

    private static void flush(float[] x, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.flushDenormals(x[i]);
        }
    }

    private static void add(float[] a, float[] b, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = a[i] + b[i];
        }
    }

    private static void subtract(float[] a, float[] b, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = a[i] - b[i];
        }
    }

    private static void multiply(float[] a, float[] b, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = a[i] * b[i];
        }
    }

    private static void divide(float[] a, float[] b, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = a[i] / b[i];
        }
    }

    private static void power(float[] a, float[] b, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = (float) Math.pow(a[i], b[i]);
        }
    }

    private static void maximum(float[] a, float[] b, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.maximum(a[i], b[i]);
        }
    }

    private static void minimum(float[] a, float[] b, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.minimum(a[i], b[i]);
        }
    }

    private static void less(float[] a, float[] b, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.less(a[i], b[i]);
        }
    }

    private static void equal(float[] a, float[] b, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.equal(a[i], b[i]);
        }
    }

    private static void gate(float[] a, float[] b, float[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = ElementFunctions.gate(a[i], b[i]);
        }
    }
}
