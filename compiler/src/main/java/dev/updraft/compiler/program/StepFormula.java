package dev.updraft.compiler.program;

import java.util.List;

/** A number as a function of the step, counted from 0; in float64. */
public sealed interface StepFormula {
    record Constant(double value) implements StepFormula {}

    /** {@code initial · factor^floor(step / steps)}. */
    record StepDecay(double initial, int steps, double factor) implements StepFormula {}

    /** The first of {@code values} up to the first boundary, inclusively, and so on; the last beyond the last boundary. */
    record PiecewiseConstant(List<Integer> boundaries, List<Double> values) implements StepFormula {
        public PiecewiseConstant {
            boundaries = List.copyOf(boundaries);
            values = List.copyOf(values);
        }
    }

    /** {@code initial · rate^(step / decaySteps)}, with {@code staircase} in whole powers. */
    record ExponentialDecay(double initial, int decaySteps, double rate, boolean staircase) implements StepFormula {}

    /** {@code initial / (1 + rate · step / decaySteps)}, with {@code staircase} at whole quotients. */
    record InverseTimeDecay(double initial, int decaySteps, double rate, boolean staircase) implements StepFormula {}

    /**
     * {@code (initial - end) · (1 - step / decaySteps)^power + end}; with {@code cycle} {@code decaySteps} is multiplied until
     * it is not below the step.
     */
    record PolynomialDecay(double initial, int decaySteps, double end, double power, boolean cycle)
            implements StepFormula {}

    /** Half a cosine from {@code initial} down to {@code alpha · initial}. Loshchilov and Hutter, arXiv:1608.03983. */
    record CosineDecay(double initial, int decaySteps, double alpha) implements StepFormula {}

    /** The same again and again, each {@code tMul} times longer and {@code mMul} times higher than the one before. */
    record CosineRestarts(double initial, int firstDecaySteps, double tMul, double mMul, double alpha)
            implements StepFormula {}

    /** PyTorch's OneCycleLR, after Smith and Topin, arXiv:1708.07120. */
    record OneCycle(
            double max,
            int steps,
            double increase,
            double divFactor,
            double finalDivFactor,
            boolean linear,
            boolean threePhase)
            implements StepFormula {}

    /**
     * {@code (step + 1) / steps} of where {@code then} starts, for the first {@code steps}; {@code then} counts its own steps
     * from 0. The first step has a rate above 0, the last that of {@code then}.
     */
    record Warmup(int steps, StepFormula then) implements StepFormula {}

    /** {@code of} the epoch in place of the step. */
    record PerEpoch(StepFormula of) implements StepFormula {}

    /** A schedule's learning rate times the factor that callbacks set while training runs. */
    record LearningRate(StepFormula schedule) implements StepFormula {}

    /** Adam's learning rate with both moments' bias corrected: {@code α √(1 - β₂ᵗ) / (1 - β₁ᵗ)}, t counted from 1. */
    record AdamRate(StepFormula learningRate, double beta1, double beta2) implements StepFormula {}

    /** Adamax's learning rate with the mean's bias corrected: {@code α / (1 - β₁ᵗ)}, t counted from 1. */
    record AdamaxRate(StepFormula learningRate, double beta1) implements StepFormula {}

    /**
     * Nadam's rate for the running mean: {@code α u(t+1) / (1 - u(1)⋯u(t+1))} with {@code u(t) = β₁ (1 - 0.96ᵗ / 2)}, t counted
     * from 1. Dozat, 2016.
     */
    record NadamMeanRate(StepFormula learningRate, double beta1) implements StepFormula {}

    /** Nadam's rate for the gradient itself: {@code α (1 - u(t)) / (1 - u(1)⋯u(t))}. */
    record NadamGradientRate(StepFormula learningRate, double beta1) implements StepFormula {}

    /** What corrects the bias of a running mean: {@code 1 / (1 - βᵗ)}, t counted from 1. */
    record BiasCorrection(double beta) implements StepFormula {}

    /** 0 at the first step, {@code value} from then on. */
    record AfterFirst(double value) implements StepFormula {}

    /** {@code of} where only every {@code steps}-th step counts. */
    record EverySteps(int steps, StepFormula of) implements StepFormula {}

    /** 1 in each {@code steps}-th step, else 0. */
    record LastOf(int steps) implements StepFormula {}

    /** The value at a step. */
    default double at(StepPosition position) {
        var step = position.step();
        return switch (this) {
            case Constant(var value) -> value;
            case StepDecay(var initial, var steps, var factor) ->
                initial * Math.pow(factor, Math.floorDiv(step, steps));
            case PiecewiseConstant(var boundaries, var values) ->
                values.get((int)
                        boundaries.stream().filter(boundary -> boundary < step).count());
            case ExponentialDecay(var initial, var decaySteps, var rate, var staircase) ->
                initial * Math.pow(rate, quotient(step, decaySteps, staircase));
            case InverseTimeDecay(var initial, var decaySteps, var rate, var staircase) ->
                initial / (1 + rate * quotient(step, decaySteps, staircase));
            case PolynomialDecay polynomial -> Decays.polynomial(polynomial, step);
            case CosineDecay(var initial, var decaySteps, var alpha) -> {
                var progress = (double) Math.min(step, decaySteps) / decaySteps;
                yield initial * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * progress)) + alpha);
            }
            case CosineRestarts restarts -> Decays.restarts(restarts, step);
            case OneCycle cycle -> Decays.oneCycle(cycle, step);
            case Warmup(var steps, var then) ->
                step < steps
                        ? then.at(position.at(0)) * ((double) (step + 1) / steps)
                        : then.at(position.at(step - steps));
            case PerEpoch(var of) -> of.at(position.at(position.epoch()));
            case LearningRate(var schedule) -> schedule.at(position) * position.learningRateFactor();
            case AdamRate(var learningRate, var beta1, var beta2) ->
                learningRate.at(position) * Math.sqrt(1 - Math.pow(beta2, step + 1)) / (1 - Math.pow(beta1, step + 1));
            case AdamaxRate(var learningRate, var beta1) -> learningRate.at(position) / (1 - Math.pow(beta1, step + 1));
            case NadamMeanRate(var learningRate, var beta1) ->
                learningRate.at(position) * Nadam.momentum(beta1, step + 2) / (1 - Nadam.product(beta1, step + 2));
            case NadamGradientRate(var learningRate, var beta1) ->
                learningRate.at(position)
                        * (1 - Nadam.momentum(beta1, step + 1))
                        / (1 - Nadam.product(beta1, step + 1));
            case BiasCorrection(var beta) -> 1 / (1 - Math.pow(beta, step + 1));
            case AfterFirst(var value) -> step == 0 ? 0 : value;
            case EverySteps(var steps, var of) -> of.at(position.at(step / steps));
            case LastOf(var steps) -> step % steps == steps - 1 ? 1 : 0;
        };
    }

    /** The same with another schedule for the learning rate. */
    default StepFormula withSchedule(StepFormula schedule) {
        return switch (this) {
            case LearningRate _ -> new LearningRate(schedule);
            case AdamRate(var rate, var beta1, var beta2) -> new AdamRate(rate.withSchedule(schedule), beta1, beta2);
            case AdamaxRate(var rate, var beta1) -> new AdamaxRate(rate.withSchedule(schedule), beta1);
            case NadamMeanRate(var rate, var beta1) -> new NadamMeanRate(rate.withSchedule(schedule), beta1);
            case NadamGradientRate(var rate, var beta1) -> new NadamGradientRate(rate.withSchedule(schedule), beta1);
            case EverySteps(var steps, var of) -> new EverySteps(steps, of.withSchedule(schedule));
            case Constant _,
                    StepDecay _,
                    PiecewiseConstant _,
                    ExponentialDecay _,
                    InverseTimeDecay _,
                    PolynomialDecay _,
                    CosineDecay _,
                    CosineRestarts _,
                    OneCycle _,
                    Warmup _,
                    PerEpoch _,
                    BiasCorrection _,
                    AfterFirst _,
                    LastOf _ -> this;
        };
    }

    private static double quotient(long step, int steps, boolean whole) {
        var quotient = (double) step / steps;
        return whole ? Math.floor(quotient) : quotient;
    }
}
