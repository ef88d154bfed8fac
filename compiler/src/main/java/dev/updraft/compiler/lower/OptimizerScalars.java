package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.program.Program.StepScalars;
import java.util.List;

/** What an optimizer's formulas take from the number of the step. */
record OptimizerScalars(Optimizer optimizer) implements StepScalars {
    /** The learning rate by its schedule. */
    static final String LEARNING_RATE = "learning_rate";

    /** Adam's learning rate with both moments' bias corrected: {@code α √(1 - β₂ᵗ) / (1 - β₁ᵗ)}, t counted from 1. */
    static final String ADAM_RATE = "adam_rate";

    @Override
    public List<String> names() {
        return switch (optimizer) {
            case Optimizer.Sgd _, Optimizer.RmsProp _, Optimizer.Adagrad _ -> List.of(LEARNING_RATE);
            case Optimizer.Adam _, Optimizer.AdamW _ -> List.of(LEARNING_RATE, ADAM_RATE);
        };
    }

    @Override
    public double[] at(long step, double learningRateFactor) {
        var rate = optimizer.learningRate().at(step) * learningRateFactor;
        return switch (optimizer) {
            case Optimizer.Sgd _, Optimizer.RmsProp _, Optimizer.Adagrad _ -> new double[] {rate};
            case Optimizer.Adam adam -> new double[] {rate, adamRate(rate, adam.beta1(), adam.beta2(), step + 1)};
            case Optimizer.AdamW adam -> new double[] {rate, adamRate(rate, adam.beta1(), adam.beta2(), step + 1)};
        };
    }

    private static double adamRate(double rate, double beta1, double beta2, long t) {
        return rate * Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
    }
}
