package dev.updraft.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.LearningRateSchedule;
import dev.updraft.compiler.program.StepPosition;
import java.util.List;
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

    /** Keras 3.15's CosineDecayRestarts, whose pi is a float32, with the jax backend. */
    @Test
    void aCosineRestarts() {
        assertRates(
                5e-8,
                new LearningRateSchedule.CosineRestarts(0.5, 10, 2, 0.5, 0.1),
                new long[] {0, 5, 9, 10, 20, 29, 30, 31, 69, 70, 100},
                0.5,
                0.274999986589,
                0.0610122919083,
                0.275,
                0.162499993294,
                0.0513850592077,
                0.1625,
                0.162326595187,
                0.0501733981073,
                0.10625,
                0.088887970522);
        assertRates(
                5e-8,
                new LearningRateSchedule.CosineRestarts(0.5, 4, 1.5, 1, 0),
                new long[] {0, 3, 4, 9, 10, 11, 18, 19, 20},
                0.5,
                0.0732233077288,
                0.5,
                0.0334936529398,
                0.5,
                0.484923154116,
                0.0150768458843,
                0.5,
                0.493261218071);
        assertRates(
                5e-8,
                new LearningRateSchedule.CosineRestarts(0.5, 3, 1, 0.8, 0),
                new long[] {0, 1, 3, 5, 6, 7},
                0.5,
                0.375,
                0.4,
                0.0999999880791,
                0.32,
                0.24);
    }

    @Test
    void everyRestartIsAtItsStep() {
        for (var factor : new double[] {1, 1 + 1e-9, 1.0001, 2, 3, 10}) {
            var schedule = new LearningRateSchedule.CosineRestarts(1, 7, factor, 1, 0);
            assertThat(rate(schedule, 7)).as("factor %s", factor).isCloseTo(1, within(1e-6));
            assertThat(rate(schedule, 6)).as("factor %s", factor).isLessThan(0.1);
        }
        var doubling = new LearningRateSchedule.CosineRestarts(1, 1, 2, 1, 0);
        for (var restart = 1; restart < 40; restart++) {
            assertThat(rate(doubling, (1L << restart) - 1)).isEqualTo(1);
        }
    }

    /** Keras 3.15's PolynomialDecay, InverseTimeDecay and PiecewiseConstantDecay with the jax backend. */
    @Test
    void decaysAreThoseOfKeras() {
        assertRates(
                new LearningRateSchedule.Polynomial(0.5, 10, 0.01, 2, false),
                new long[] {0, 1, 5, 10, 11, 1000},
                0.5,
                0.4069,
                0.1325,
                0.01,
                0.01,
                0.01);
        assertRates(
                new LearningRateSchedule.Polynomial(0.5, 10, 0.01, 0.5, true),
                new long[] {0, 5, 10, 11, 20, 21, 35},
                0.5,
                0.356482322781,
                0.01,
                0.338701992692,
                0.01,
                0.278384053178,
                0.183241161391);
        assertRates(
                new LearningRateSchedule.InverseTime(0.5, 10, 0.4, false),
                new long[] {0, 1, 10, 25},
                0.5,
                0.480769230769,
                0.357142857143,
                0.25);
        assertRates(
                new LearningRateSchedule.InverseTime(0.5, 10, 0.4, true),
                new long[] {0, 9, 10, 25},
                0.5,
                0.5,
                0.357142857143,
                0.277777777778);
        assertRates(
                new LearningRateSchedule.PiecewiseConstant(List.of(10, 20), List.of(0.3, 0.2, 0.1)),
                new long[] {0, 10, 11, 20, 21, 1000},
                0.3,
                0.3,
                0.2,
                0.2,
                0.1,
                0.1);
    }

    /** PyTorch 2.13's OneCycleLR; beyond its last step, where PyTorch gives an error, the rate stays. */
    @Test
    void oneCycleIsThatOfPyTorch() {
        assertRates(
                new LearningRateSchedule.OneCycle(0.5, 20, 0.3, 25, 1e4, false, false),
                new long[] {0, 1, 3, 5, 6, 12, 19, 20, 1000},
                0.02,
                0.06583592135,
                0.33416407865,
                0.5,
                0.493732003118,
                0.250001,
                2e-06,
                2e-06,
                2e-06);
        assertRates(
                new LearningRateSchedule.OneCycle(0.5, 20, 0.25, 10, 100, true, false),
                new long[] {0, 1, 4, 5, 10, 19},
                0.05,
                0.1625,
                0.5,
                0.4667,
                0.3002,
                0.0005);
        assertRates(
                new LearningRateSchedule.OneCycle(0.5, 20, 0.4, 10, 100, false, true),
                new long[] {0, 3, 7, 10, 14, 15, 17, 19},
                0.05,
                0.22493278986,
                0.5,
                0.32506721014,
                0.05,
                0.0452731706108,
                0.0176018293892,
                0.0005);
        assertRates(new LearningRateSchedule.OneCycle(0.5, 1, 0.3, 25, 1e4, false, false), new long[] {0}, 2e-6);
    }

    @Test
    void anySchedulePrecededByWarmUpBeginsWhereItEnds() {
        for (var then : List.of(
                new LearningRateSchedule.CosineRestarts(0.4, 10, 2, 1, 0),
                new LearningRateSchedule.Polynomial(0.4, 10, 0.01, 1, false),
                new LearningRateSchedule.InverseTime(0.4, 10, 0.5, false),
                new LearningRateSchedule.PiecewiseConstant(List.of(3), List.of(0.4, 0.1)),
                new LearningRateSchedule.PerEpoch(new LearningRateSchedule.Constant(0.4)),
                new LearningRateSchedule.OneCycle(10, 20, 0.3, 25, 1e4, false, false))) {
            var schedule = new LearningRateSchedule.Warmup(4, then);
            assertRates(schedule, new long[] {0, 1, 3, 4}, 0.1, 0.2, 0.4, 0.4);
            assertThat(rate(schedule, 11)).isEqualTo(rate(then, 7));
        }
    }

    @Test
    void epochsAreCountedInPlaceOfSteps() {
        var schedule = new LearningRateSchedule.PerEpoch(new LearningRateSchedule.Step(1, 2, 0.5));
        assertThat(OptimizerScalars.formula(schedule).at(new StepPosition(1000, 5, 1)))
                .isEqualTo(0.25);
        var warm = new LearningRateSchedule.Warmup(10, schedule);
        assertThat(OptimizerScalars.formula(warm).at(new StepPosition(4, 2, 1))).isEqualTo(0.25);
    }

    @Test
    void warmupRisesToWhereTheNextStarts() {
        var schedule = new LearningRateSchedule.Warmup(4, new LearningRateSchedule.Step(1, 2, 0.5));
        assertRates(schedule, new long[] {0, 1, 3, 4, 5, 6}, 0.25, 0.5, 1, 1, 1, 0.5);
    }

    private static void assertRates(LearningRateSchedule schedule, long[] steps, double... rates) {
        assertRates(1e-11, schedule, steps, rates);
    }

    private static void assertRates(double tolerance, LearningRateSchedule schedule, long[] steps, double... rates) {
        for (var i = 0; i < steps.length; i++) {
            assertThat(rate(schedule, steps[i])).as("step %d", steps[i]).isCloseTo(rates[i], within(tolerance));
        }
    }

    private static double rate(LearningRateSchedule schedule, long step) {
        return OptimizerScalars.formula(schedule).at(new StepPosition(step, 0, 1));
    }
}
