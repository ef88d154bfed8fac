package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.StepSettings;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.Program.StepScalars;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What an optimizer's formulas take from the number of the step. */
record OptimizerScalars(Optimizer optimizer, StepSettings settings) implements StepScalars {

    /** The numbers there are. */
    enum Scalar {
        /** By its schedule. */
        LEARNING_RATE,
        /** Adam's learning rate with both moments' bias corrected: {@code α √(1 - β₂ᵗ) / (1 - β₁ᵗ)}, t counted from 1. */
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

    @Override
    public List<String> names() {
        return used().map(Scalar::label).toList();
    }

    @Override
    public double[] at(long step, double learningRateFactor) {
        return used().mapToDouble(scalar -> at(scalar, step, learningRateFactor))
                .toArray();
    }

    private Stream<Scalar> used() {
        return Stream.of(Scalar.values()).filter(scalar -> switch (scalar) {
            case LEARNING_RATE -> true;
            case ADAM_RATE -> optimizer instanceof Optimizer.Adam || optimizer instanceof Optimizer.AdamW;
            case CHANGES -> settings.gradientAccumulationSteps() > 1;
            case EMA_MOMENTUM -> settings.emaMomentum() != null;
        });
    }

    /**
     * Schedules, bias corrections and averages count changes of the weights. Keras 3 counts every batch of an accumulated
     * gradient, so that there a schedule is through that many times sooner.
     */
    private double at(Scalar scalar, long step, double learningRateFactor) {
        var steps = settings.gradientAccumulationSteps();
        var change = step / steps;
        var rate = optimizer.learningRate().at(change) * learningRateFactor;
        var momentum = settings.emaMomentum();
        return switch (scalar) {
            case LEARNING_RATE -> rate;
            case ADAM_RATE -> adamRate(rate, change + 1);
            case CHANGES -> step % steps == steps - 1 ? 1 : 0;
            case EMA_MOMENTUM -> change == 0 || momentum == null ? 0 : momentum;
        };
    }

    private double adamRate(double rate, long t) {
        return switch (optimizer) {
            case Optimizer.Adam adam -> corrected(rate, adam.beta1(), adam.beta2(), t);
            case Optimizer.AdamW adam -> corrected(rate, adam.beta1(), adam.beta2(), t);
            case Optimizer.Sgd _, Optimizer.RmsProp _, Optimizer.Adagrad _ -> rate;
        };
    }

    private static double corrected(double rate, double beta1, double beta2, long t) {
        return rate * Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
    }
}
