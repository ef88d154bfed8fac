package dev.updraft.compiler.layers;

/** A learning rate as a function of the optimizer step, counted from 0. */
public sealed interface LearningRateSchedule {
    record Constant(double value) implements LearningRateSchedule {}

    /** {@code initial · factor^floor(step / steps)}. */
    record Step(double initial, int steps, double factor) implements LearningRateSchedule {}

    /** {@code initial · rate^(step / decaySteps)}, with {@code staircase} in whole powers. */
    record Exponential(double initial, int decaySteps, double rate, boolean staircase)
            implements LearningRateSchedule {}

    /** Half a cosine from {@code initial} down to {@code alpha · initial}. Loshchilov and Hutter, arXiv:1608.03983. */
    record Cosine(double initial, int decaySteps, double alpha) implements LearningRateSchedule {}

    /**
     * {@code (step + 1) / steps} of where {@code then} starts, for the first {@code steps}; {@code then} counts its own steps
     * from 0. The first step has a rate above 0, the last that of {@code then}.
     */
    record Warmup(int steps, LearningRateSchedule then) implements LearningRateSchedule {}
}
