package dev.updraft.compiler.program;

/** A number as a function of the step, counted from 0; in float64. */
public sealed interface StepFormula {
    record Constant(double value) implements StepFormula {}

    /** {@code initial · factor^floor(step / steps)}. */
    record StepDecay(double initial, int steps, double factor) implements StepFormula {}

    /** {@code initial · rate^(step / decaySteps)}, with {@code staircase} in whole powers. */
    record ExponentialDecay(double initial, int decaySteps, double rate, boolean staircase) implements StepFormula {}

    /** Half a cosine from {@code initial} down to {@code alpha · initial}. Loshchilov and Hutter, arXiv:1608.03983. */
    record CosineDecay(double initial, int decaySteps, double alpha) implements StepFormula {}

    /**
     * {@code (step + 1) / steps} of where {@code then} starts, for the first {@code steps}; {@code then} counts its own steps
     * from 0. The first step has a rate above 0, the last that of {@code then}.
     */
    record Warmup(int steps, StepFormula then) implements StepFormula {}

    /** A schedule's learning rate times the factor that callbacks set while training runs. */
    record LearningRate(StepFormula schedule) implements StepFormula {}

    /** Adam's learning rate with both moments' bias corrected: {@code α √(1 - β₂ᵗ) / (1 - β₁ᵗ)}, t counted from 1. */
    record AdamRate(StepFormula learningRate, double beta1, double beta2) implements StepFormula {}

    /** 0 at the first step, {@code value} from then on. */
    record AfterFirst(double value) implements StepFormula {}

    /** {@code of} where only every {@code steps}-th step counts. */
    record EverySteps(int steps, StepFormula of) implements StepFormula {}

    /** 1 in each {@code steps}-th step, else 0. */
    record LastOf(int steps) implements StepFormula {}

    /**
     * The value at a step.
     *
     * @param learningRateFactor what learning rates are multiplied with
     */
    default double at(long step, double learningRateFactor) {
        return switch (this) {
            case Constant(var value) -> value;
            case StepDecay(var initial, var steps, var factor) ->
                initial * Math.pow(factor, Math.floorDiv(step, steps));
            case ExponentialDecay(var initial, var decaySteps, var rate, var staircase) -> {
                var exponent = (double) step / decaySteps;
                yield initial * Math.pow(rate, staircase ? Math.floor(exponent) : exponent);
            }
            case CosineDecay(var initial, var decaySteps, var alpha) -> {
                var progress = (double) Math.min(step, decaySteps) / decaySteps;
                yield initial * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * progress)) + alpha);
            }
            case Warmup(var steps, var then) ->
                step < steps
                        ? then.at(0, learningRateFactor) * ((double) (step + 1) / steps)
                        : then.at(step - steps, learningRateFactor);
            case LearningRate(var schedule) -> schedule.at(step, learningRateFactor) * learningRateFactor;
            case AdamRate(var learningRate, var beta1, var beta2) ->
                learningRate.at(step, learningRateFactor)
                        * Math.sqrt(1 - Math.pow(beta2, step + 1))
                        / (1 - Math.pow(beta1, step + 1));
            case AfterFirst(var value) -> step == 0 ? 0 : value;
            case EverySteps(var steps, var of) -> of.at(step / steps, learningRateFactor);
            case LastOf(var steps) -> step % steps == steps - 1 ? 1 : 0;
        };
    }
}
