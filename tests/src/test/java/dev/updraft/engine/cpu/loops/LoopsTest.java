package dev.updraft.engine.cpu.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.FloatBits;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops against the same in float64. */
class LoopsTest {
    private static final int BLOCK = 1024;

    private final FloatBits floatBits = new FloatBits();

    private float[] map(UnaryFunction function, float... x) {
        var y = new float[x.length];
        Loops.map(function, x, y, floatBits, x.length);
        return y;
    }

    @Test
    void exponentialsAreWithinAUnitInTheLastPlace() {
        var random = new Random(3);
        for (var trial = 0; trial < 300; trial++) {
            var x = new float[BLOCK];
            for (var i = 0; i < BLOCK; i++) {
                x[i] = trial % 2 == 0 ? random.nextFloat(-104, 88.7f) : random.nextFloat(-1, 1);
            }
            var y = map(UnaryFunction.EXP, x);
            for (var i = 0; i < BLOCK; i++) {
                var exact = Math.exp(x[i]);
                assertThat(Math.abs(y[i] - exact)).as("exp(%s)", x[i]).isLessThanOrEqualTo(Math.ulp((float) exact));
            }
        }
    }

    @Test
    void exponentialsOfExtremes() {
        assertThat(map(
                        UnaryFunction.EXP,
                        0f,
                        -0f,
                        1e-40f,
                        Float.NaN,
                        Float.POSITIVE_INFINITY,
                        88.73f,
                        1e30f,
                        Float.NEGATIVE_INFINITY,
                        -1e9f,
                        -176f,
                        -105f,
                        -103f,
                        -90f))
                .containsExactly(
                        1f,
                        1f,
                        1f,
                        Float.NaN,
                        Float.POSITIVE_INFINITY,
                        Float.POSITIVE_INFINITY,
                        Float.POSITIVE_INFINITY,
                        0f,
                        0f,
                        0f,
                        0f,
                        Float.MIN_VALUE,
                        (float) Math.exp(-90));
    }

    @Test
    void sigmoidsOfExtremes() {
        assertThat(map(UnaryFunction.SIGMOID, 0f, 100f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN))
                .containsExactly(0.5f, 1f, 1f, 0f, Float.NaN);
        assertThat(map(UnaryFunction.SIGMOID, -88f)[0]).isEqualTo((float) Math.exp(-88));
    }

    @Test
    void theLargestIsFoundByTheBits() {
        assertThat(largest(-3, -0.5f, -7)).isEqualTo(-0.5f);
        assertThat(largest(-0f, -1)).isEqualTo(-0f);
        assertThat(largest(2, 1e-40f, -1e30f, 3)).isEqualTo(3);
        assertThat(largest(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(largest(Float.POSITIVE_INFINITY, 1)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(largest(1, Float.NaN, Float.POSITIVE_INFINITY)).isNaN();
    }

    private static float largest(float... x) {
        var bits = new int[x.length];
        for (var i = 0; i < x.length; i++) {
            bits[i] = Float.floatToRawIntBits(x[i]);
        }
        return Loops.max(bits, 0, x.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 37, 127, 128, 130, 191, 200, 1000})
    void sumsAreInFloat64(int count) {
        var x = new float[count + 5];
        var sum = 0.0;
        for (var i = 0; i < x.length; i++) {
            x[i] = i % 2 == 0 ? 1e8f + i * 8 : 0.1f;
            sum += i < 3 || i >= 3 + count ? 0 : x[i];
        }
        var lanes = new double[ExecutionContext.LANES];
        assertThat(Loops.sum(x, 3, count, lanes)).isEqualTo(sum, within(0.01));
    }
}
