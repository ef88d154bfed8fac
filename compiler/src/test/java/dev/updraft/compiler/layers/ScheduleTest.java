package dev.updraft.compiler.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void aConstantStays() {
        assertThat(new Schedule.Constant(0.3).at(1_000_000)).isEqualTo(0.3);
    }

    @Test
    void stepsFallAtOnce() {
        var schedule = new Schedule.Step(0.8, 10, 0.5);
        assertRates(schedule, new long[] {0, 9, 10, 19, 20}, 0.8, 0.8, 0.4, 0.4, 0.2);
    }

    @Test
    void anExponentialFallsSmoothlyOrInStairs() {
        assertRates(new Schedule.Exponential(1, 4, 0.25, false), new long[] {0, 2, 4, 6}, 1, 0.5, 0.25, 0.125);
        assertRates(new Schedule.Exponential(1, 4, 0.25, true), new long[] {0, 3, 4, 7, 8}, 1, 1, 0.25, 0.25, 0.0625);
    }

    @Test
    void aCosineEndsAtAlphaAndStaysThere() {
        var schedule = new Schedule.Cosine(2, 100, 0.1);
        assertRates(schedule, new long[] {0, 50, 100, 1000}, 2, 2 * (0.9 * 0.5 + 0.1), 0.2, 0.2);
    }

    @Test
    void warmupRisesToWhereTheNextStarts() {
        var schedule = new Schedule.Warmup(4, new Schedule.Step(1, 2, 0.5));
        assertRates(schedule, new long[] {0, 1, 3, 4, 5, 6}, 0.25, 0.5, 1, 1, 1, 0.5);
    }

    private static void assertRates(Schedule schedule, long[] steps, double... rates) {
        for (var i = 0; i < steps.length; i++) {
            assertThat(schedule.at(steps[i])).as("step %d", steps[i]).isCloseTo(rates[i], within(1e-12));
        }
    }
}
