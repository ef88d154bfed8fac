package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.LearningRateSchedule;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.StepSettings;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.StepFormula;
import dev.updraft.compiler.program.StepScalars;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an optimizer's formulas take from the number of the step. */
final class OptimizerScalars {

    /** The numbers there are. */
    enum Scalar {
        /** By its schedule. */
        LEARNING_RATE,
        /** Adam's learning rate with both moments' bias corrected. */
        ADAM_RATE,
        /** Adamax's learning rate with the mean's bias corrected. */
        ADAMAX_RATE,
        /** What Nadam multiplies the running mean with. */
        NADAM_MEAN_RATE,
        /** What Nadam multiplies the gradient with. */
        NADAM_GRADIENT_RATE,
        /** What corrects the bias of Nadam's mean square. */
        SQUARE_CORRECTION,
        /** 1 in the steps that change the weights, 0 in those that only add to the gradients. */
        CHANGES,
        /** What a moving average keeps of itself; nothing at the first change. */
        EMA_MOMENTUM;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        Op op() {
            return new Op.StepScalar(label());
        }
    }

    private OptimizerScalars() {}

    /** The scalars that an optimizer uses. */
    static StepScalars of(Optimizer optimizer, StepSettings settings) {
        var names = new ArrayList<String>();
        var formulas = new ArrayList<StepFormula>();
        for (var scalar : Scalar.values()) {
            var formula = formula(scalar, optimizer, settings);
            if (formula != null) {
                names.add(scalar.label());
                formulas.add(formula);
            }
        }
        return new StepScalars(names, formulas);
    }

    /**
     * Schedules, bias corrections and averages count changes of the weights. Keras 3 counts every batch of an accumulated
     * gradient, so that there a schedule is through that many times sooner.
     *
     * @return null for a scalar that is not used
     */
    private static @Nullable StepFormula formula(Scalar scalar, Optimizer optimizer, StepSettings settings) {
        var steps = settings.gradientAccumulationSteps();
        var rate = new StepFormula.LearningRate(formula(optimizer.learningRate()));
        var momentum = settings.emaMomentum();
        return switch (scalar) {
            case LEARNING_RATE -> perChange(steps, rate);
            case ADAM_RATE, ADAMAX_RATE, NADAM_MEAN_RATE, NADAM_GRADIENT_RATE, SQUARE_CORRECTION -> {
                var formula = corrected(scalar, optimizer, rate);
                yield formula == null ? null : perChange(steps, formula);
            }
            case CHANGES -> steps == 1 ? null : new StepFormula.LastOf(steps);
            case EMA_MOMENTUM -> momentum == null ? null : perChange(steps, new StepFormula.AfterFirst(momentum));
        };
    }

    /** What an optimizer corrects for the bias of its running means; null for a scalar that it does not use. */
    private static @Nullable StepFormula corrected(Scalar scalar, Optimizer optimizer, StepFormula rate) {
        return switch (optimizer) {
            case Optimizer.Adam adam -> adamRate(scalar, rate, adam.beta1(), adam.beta2());
            case Optimizer.AdamW adam -> adamRate(scalar, rate, adam.beta1(), adam.beta2());
            case Optimizer.Muon muon ->
                adamRate(scalar, rate, muon.adam().beta1(), muon.adam().beta2());
            case Optimizer.Adamax adamax ->
                scalar == Scalar.ADAMAX_RATE ? new StepFormula.AdamaxRate(rate, adamax.beta1()) : null;
            case Optimizer.Nadam nadam ->
                switch (scalar) {
                    case NADAM_MEAN_RATE -> new StepFormula.NadamMeanRate(rate, nadam.beta1());
                    case NADAM_GRADIENT_RATE -> new StepFormula.NadamGradientRate(rate, nadam.beta1());
                    case SQUARE_CORRECTION -> new StepFormula.BiasCorrection(nadam.beta2());
                    case LEARNING_RATE, ADAM_RATE, ADAMAX_RATE, CHANGES, EMA_MOMENTUM -> null;
                };
            case Optimizer.Sgd _,
                    Optimizer.RmsProp _,
                    Optimizer.Adagrad _,
                    Optimizer.Adadelta _,
                    Optimizer.Lion _,
                    Optimizer.Lbfgs _ -> null;
        };
    }

    private static @Nullable StepFormula adamRate(Scalar scalar, StepFormula rate, double beta1, double beta2) {
        return scalar == Scalar.ADAM_RATE ? new StepFormula.AdamRate(rate, beta1, beta2) : null;
    }

    private static StepFormula perChange(int steps, StepFormula formula) {
        return steps == 1 ? formula : new StepFormula.EverySteps(steps, formula);
    }

    /** The rate of a schedule. */
    static StepFormula formula(LearningRateSchedule schedule) {
        return switch (schedule) {
            case LearningRateSchedule.Constant(var value) -> new StepFormula.Constant(value);
            case LearningRateSchedule.Step(var initial, var steps, var factor) ->
                new StepFormula.StepDecay(initial, steps, factor);
            case LearningRateSchedule.Exponential(var initial, var decaySteps, var rate, var staircase) ->
                new StepFormula.ExponentialDecay(initial, decaySteps, rate, staircase);
            case LearningRateSchedule.Cosine(var initial, var decaySteps, var alpha) ->
                new StepFormula.CosineDecay(initial, decaySteps, alpha);
            case LearningRateSchedule.PiecewiseConstant(var boundaries, var values) ->
                new StepFormula.PiecewiseConstant(boundaries, values);
            case LearningRateSchedule.InverseTime(var initial, var decaySteps, var rate, var staircase) ->
                new StepFormula.InverseTimeDecay(initial, decaySteps, rate, staircase);
            case LearningRateSchedule.Polynomial(var initial, var decaySteps, var end, var power, var cycle) ->
                new StepFormula.PolynomialDecay(initial, decaySteps, end, power, cycle);
            case LearningRateSchedule.CosineRestarts(var initial, var steps, var tMul, var mMul, var alpha) ->
                new StepFormula.CosineRestarts(initial, steps, tMul, mMul, alpha);
            case LearningRateSchedule.OneCycle cycle ->
                new StepFormula.OneCycle(
                        cycle.max(),
                        cycle.steps(),
                        cycle.increase(),
                        cycle.divFactor(),
                        cycle.finalDivFactor(),
                        cycle.linear(),
                        cycle.threePhase());
            case LearningRateSchedule.Warmup(var steps, var then) -> new StepFormula.Warmup(steps, formula(then));
            case LearningRateSchedule.PerEpoch(var counted) -> new StepFormula.PerEpoch(formula(counted));
        };
    }
}
