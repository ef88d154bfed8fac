package dev.updraft.engine.cpu.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of all lengths, which go together or in pieces. */
class RowKernelsTest {
    private static float[] compute(boolean logarithm, int length, float... x) {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(8L * x.length, 64);
            for (var i = 0; i < x.length; i++) {
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, x[i]);
            }
            var executionContext = new ExecutionContext(0, 0, Region.GLOBAL + 1);
            executionContext.base(Region.GLOBAL, memory.address());
            var source = Buffer.at(Region.GLOBAL, 0);
            var result = Buffer.at(Region.GLOBAL, 4L * x.length);
            var rows = x.length / length;
            var cpuTask = logarithm
                    ? RowKernels.logSoftmax(source, result, rows, length)
                    : RowKernels.softmax(source, result, rows, length);
            cpuTask.run(executionContext, 0);
            return memory.asSlice(4L * x.length).toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private static float[] random(int count) {
        var random = new Random(count);
        var x = new float[count];
        for (var i = 0; i < count; i++) {
            x[i] = random.nextFloat(-20, 20);
        }
        return x;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 128, 511, 513, 1000, 1024, 1025, 3000, 50_000})
    void softmaxIsNearThatInFloat64(int length) {
        var rows = 7;
        var x = random(rows * length);
        var shares = compute(false, length, x);
        var logarithms = compute(true, length, x);
        for (var row = 0; row < rows; row++) {
            var sum = 0.0;
            for (var i = 0; i < length; i++) {
                sum += Math.exp(x[row * length + i]);
            }
            for (var i = row * length; i < (row + 1) * length; i++) {
                var logarithm = x[i] - Math.log(sum);
                var share = Math.exp(logarithm);
                // What a number is below the largest, up to 40, is rounded to float32 first.
                assertThat((double) shares[i]).isEqualTo(share, within(share * 3e-6));
                assertThat((double) logarithms[i])
                        .isEqualTo(logarithm, within(1e-7 * Math.max(1, Math.abs(logarithm))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 128, 1000, 3000})
    void aRowAloneIsTheSameInCompany(int length) {
        var x = random(9 * length);
        for (var row = 0; row < 9; row++) {
            var alone = Arrays.copyOfRange(x, row * length, (row + 1) * length);
            assertThat(compute(false, length, alone))
                    .containsExactly(Arrays.copyOfRange(compute(false, length, x), row * length, (row + 1) * length));
        }
    }

    @Test
    void extremes() {
        var minus = Float.NEGATIVE_INFINITY;
        assertThat(compute(false, 3, 0, minus, 0, -1e9f, 5, -1e9f, 1000, -1000, 1000))
                .containsExactly(0.5f, 0, 0.5f, 0, 1, 0, 0.5f, 0, 0.5f);
        assertThat(compute(true, 2, 0, minus, 1000, -1000)).containsExactly(0, minus, 0, -2000);
        assertThat(compute(false, 2, Float.NaN, 1, 1, -Float.NaN)).containsOnly(Float.NaN);
        assertThat(compute(false, 2, minus, minus)).containsOnly(Float.NaN);
    }
}
