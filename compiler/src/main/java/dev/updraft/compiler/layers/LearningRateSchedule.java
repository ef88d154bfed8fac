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

    /** The rate of optimizer step {@code step}, counted from 0. */
    default double at(long step) {
        return switch (this) {
            case Constant(var value) -> value;
            case Step(var initial, var steps, var factor) -> initial * Math.pow(factor, Math.floorDiv(step, steps));
            case Exponential(var initial, var decaySteps, var rate, var staircase) -> {
                var exponent = (double) step / decaySteps;
                yield initial * Math.pow(rate, staircase ? Math.floor(exponent) : exponent);
            }
            case Cosine(var initial, var decaySteps, var alpha) -> {
                var progress = (double) Math.min(step, decaySteps) / decaySteps;
                yield initial * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * progress)) + alpha);
            }
            case Warmup(var steps, var then) ->
                step < steps ? then.at(0) * ((double) (step + 1) / steps) : then.at(step - steps);
        };
    }
}
