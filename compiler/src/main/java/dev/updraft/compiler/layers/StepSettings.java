package dev.updraft.compiler.layers;

import dev.updraft.compiler.layers.ClassWeight.Even;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the {@code fit} block that change what a training step computes.
 *
 * @param gradientAccumulationSteps number of steps whose gradients are averaged for each weight update, at least 1
 * @param emaMomentum momentum of the exponential moving average of the weights, at least 0 and below 1; null for no average
 * @param classWeight the weight of each class
 * @param sampleWeight name of the column or array with the sample weights; null for none
 * @param precision what products are computed with
 * @param recompute whether the backward pass computes activations again between layers, instead of keeping all of them
 */
public record StepSettings(
        int gradientAccumulationSteps,
        @Nullable Double emaMomentum,
        ClassWeight classWeight,
        @Nullable String sampleWeight,
        StepPrecision precision,
        boolean recompute) {

    /** Every step updates the weights, all samples count equally, nothing is averaged or recomputed, and everything is float32. */
    public static final StepSettings PLAIN = new StepSettings(1, null, new Even(), null, StepPrecision.FLOAT32, false);

    public StepSettings {
        if (gradientAccumulationSteps < 1) {
            throw new IllegalArgumentException(
                    "gradients are accumulated over at least 1 step, not " + gradientAccumulationSteps);
        }
        if (emaMomentum != null && !(emaMomentum >= 0 && emaMomentum < 1)) {
            throw new IllegalArgumentException(
                    "the momentum of a moving average must be at least 0 and below 1, not " + emaMomentum);
        }
    }

    /** A copy with other gradient accumulation. */
    public StepSettings withGradientAccumulation(int steps) {
        return new StepSettings(steps, emaMomentum, classWeight, sampleWeight, precision, recompute);
    }

    /** A copy with a moving average of the weights. */
    public StepSettings withMovingAverage(double momentum) {
        return new StepSettings(gradientAccumulationSteps, momentum, classWeight, sampleWeight, precision, recompute);
    }

    /** A copy with other class weights. */
    public StepSettings withClassWeight(ClassWeight weight) {
        return new StepSettings(gradientAccumulationSteps, emaMomentum, weight, sampleWeight, precision, recompute);
    }

    /** A copy with sample weights from a column of the data or an array. */
    public StepSettings withSampleWeight(String column) {
        return new StepSettings(gradientAccumulationSteps, emaMomentum, classWeight, column, precision, recompute);
    }

    /** A copy with products of another precision. */
    public StepSettings withPrecision(StepPrecision other) {
        return new StepSettings(gradientAccumulationSteps, emaMomentum, classWeight, sampleWeight, other, recompute);
    }

    /** A copy that keeps all activations for the backward pass, or computes them again. */
    public StepSettings withRecompute(boolean again) {
        return new StepSettings(gradientAccumulationSteps, emaMomentum, classWeight, sampleWeight, precision, again);
    }
}
