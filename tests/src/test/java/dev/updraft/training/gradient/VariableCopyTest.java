package dev.updraft.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.engine.TestPrograms;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VariableCopyTest {
    @Test
    void aCopyThatWouldTakeMoreThanAnEighthOfTheMemoryIsNotMade() {
        var variables = Compiler.lower(TestPrograms.layers(NonFiniteDetectorTest.REGRESSION.formatted("tanh", "0.1")))
                .variables();
        var bytes = variables.stream()
                .mapToLong(variable -> variable.shape().elementsPerSample() * Float.BYTES)
                .sum();
        assertThat(VariableCopy.of(variables, bytes * 8 - 1)).isNull();
        try (var copy = VariableCopy.of(variables, bytes * 8)) {
            assertThat(copy).isNotNull();
        }
    }

    @Test
    void infinitiesAndWhatIsNoNumberAreSeenInAnyPlace() {
        for (var odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (var place = 0; place < 40; place++) {
                var values = new float[40];
                Arrays.fill(values, -Float.MAX_VALUE);
                assertThat(VariableCopy.isFinite(MemorySegment.ofArray(values))).isTrue();
                values[place] = odd;
                assertThat(VariableCopy.isFinite(MemorySegment.ofArray(values))).isFalse();
            }
        }
    }
}
