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
            case ADAM_RATE ->
                switch (optimizer) {
                    case Optimizer.Adam adam ->
                        perChange(steps, new StepFormula.AdamRate(rate, adam.beta1(), adam.beta2()));
                    case Optimizer.AdamW adam ->
                        perChange(steps, new StepFormula.AdamRate(rate, adam.beta1(), adam.beta2()));
                    case Optimizer.Sgd _, Optimizer.RmsProp _, Optimizer.Adagrad _ -> null;
                };
            case CHANGES -> steps == 1 ? null : new StepFormula.LastOf(steps);
            case EMA_MOMENTUM -> momentum == null ? null : perChange(steps, new StepFormula.AfterFirst(momentum));
        };
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
            case LearningRateSchedule.Warmup(var steps, var then) -> new StepFormula.Warmup(steps, formula(then));
        };
    }
}
