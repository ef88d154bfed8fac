package dev.updraft.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.LearningRateSchedule;
import dev.updraft.compiler.program.StepPosition;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

    @Test
    void aConstantStays() {
        assertThat(rate(new LearningRateSchedule.Constant(0.3), 1_000_000)).isEqualTo(0.3);
    }

    @Test
    void stepsFallAtOnce() {
        var schedule = new LearningRateSchedule.Step(0.8, 10, 0.5);
        assertRates(schedule, new long[] {0, 9, 10, 19, 20}, 0.8, 0.8, 0.4, 0.4, 0.2);
    }

    @Test
    void anExponentialFallsSmoothlyOrInStairs() {
        assertRates(
                new LearningRateSchedule.Exponential(1, 4, 0.25, false), new long[] {0, 2, 4, 6}, 1, 0.5, 0.25, 0.125);
        assertRates(
                new LearningRateSchedule.Exponential(1, 4, 0.25, true),
                new long[] {0, 3, 4, 7, 8},
                1,
                1,
                0.25,
                0.25,
                0.0625);
    }

    @Test
    void aCosineEndsAtAlphaAndStaysThere() {
        var schedule = new LearningRateSchedule.Cosine(2, 100, 0.1);
        assertRates(schedule, new long[] {0, 50, 100, 1000}, 2, 2 * (0.9 * 0.5 + 0.1), 0.2, 0.2);
    }

    @Test
    void warmupRisesToWhereTheNextStarts() {
        var schedule = new LearningRateSchedule.Warmup(4, new LearningRateSchedule.Step(1, 2, 0.5));
        assertRates(schedule, new long[] {0, 1, 3, 4, 5, 6}, 0.25, 0.5, 1, 1, 1, 0.5);
    }

    private static void assertRates(LearningRateSchedule schedule, long[] steps, double... rates) {
        for (var i = 0; i < steps.length; i++) {
            assertThat(rate(schedule, steps[i])).as("step %d", steps[i]).isCloseTo(rates[i], within(1e-12));
        }
    }

    private static double rate(LearningRateSchedule schedule, long step) {
        return OptimizerScalars.formula(schedule).at(new StepPosition(step, 0, 1));
    }
}
