package dev.updraft.compiler.layers;

import java.util.List;

/** A learning rate as a function of the optimizer step, counted from 0. Those that Keras 3 has follow it. */
public sealed interface LearningRateSchedule {
    record Constant(double value) implements LearningRateSchedule {}

    /** {@code initial · factor^floor(step / steps)}. */
    record Step(double initial, int steps, double factor) implements LearningRateSchedule {}

    /**
     * One rate up to each boundary and one beyond.
     *
     * @param boundaries the last step of each rate but the last, ascending
     * @param values one more than boundaries
     */
    record PiecewiseConstant(List<Integer> boundaries, List<Double> values) implements LearningRateSchedule {
        public PiecewiseConstant {
            boundaries = List.copyOf(boundaries);
            values = List.copyOf(values);
        }
    }

    /** {@code initial · rate^(step / decaySteps)}, with {@code staircase} in whole powers. */
    record Exponential(double initial, int decaySteps, double rate, boolean staircase)
            implements LearningRateSchedule {}

    /** {@code initial / (1 + rate · step / decaySteps)}, with {@code staircase} at whole quotients. */
    record InverseTime(double initial, int decaySteps, double rate, boolean staircase)
            implements LearningRateSchedule {}

    /**
     * {@code (initial - end) · (1 - step / decaySteps)^power + end}, which stays at {@code end}.
     *
     * @param cycle whether it instead goes on over twice as many steps, then three times as many and so on
     */
    record Polynomial(double initial, int decaySteps, double end, double power, boolean cycle)
            implements LearningRateSchedule {}

    /** Half a cosine from {@code initial} down to {@code alpha · initial}. Loshchilov and Hutter, arXiv:1608.03983. */
    record Cosine(double initial, int decaySteps, double alpha) implements LearningRateSchedule {}

    /**
     * {@link Cosine} again and again. Loshchilov and Hutter, arXiv:1608.03983.
     *
     * @param firstDecaySteps length of the first
     * @param tMul how many times longer each is than the one before, at least 1
     * @param mMul how many times higher each starts than the one before
     */
    record CosineRestarts(double initial, int firstDecaySteps, double tMul, double mMul, double alpha)
            implements LearningRateSchedule {}

    /**
     * Up to {@code max}, and down almost to 0. Smith and Topin, arXiv:1708.07120, as PyTorch's OneCycleLR has it.
     *
     * @param increase share of the steps in which the rate rises
     * @param divFactor what {@code max} is divided by at the start
     * @param finalDivFactor what the start is divided by at the end
     * @param linear whether it rises and falls in straight lines, rather than by half a cosine
     * @param threePhase whether it falls back to the start as fast as it rose, and only then on
     */
    record OneCycle(
            double max,
            int steps,
            double increase,
            double divFactor,
            double finalDivFactor,
            boolean linear,
            boolean threePhase)
            implements LearningRateSchedule {}

    /**
     * {@code (step + 1) / steps} of where {@code then} starts, for the first {@code steps}; {@code then} counts its own steps
     * from 0. The first step has a rate above 0, the last that of {@code then}.
     */
    record Warmup(int steps, LearningRateSchedule then) implements LearningRateSchedule {}

    /** A schedule that counts epochs, from 0 and from the start of training, in place of steps. */
    record PerEpoch(LearningRateSchedule schedule) implements LearningRateSchedule {}
}
