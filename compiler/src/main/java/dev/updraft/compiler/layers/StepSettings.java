package dev.updraft.compiler.layers;

import dev.updraft.compiler.layers.ClassWeight.Even;
import org.jspecify.annotations.Nullable;

/**
 * Those settings of the {@code fit} block that change what a training step computes.
 *
 * @param gradientAccumulationSteps after how many steps the weights change, by the mean of the gradients; at least 1
 * @param emaMomentum share that a moving average of the weights keeps of itself at each change, at least 0 and below 1; null
 *     for no average
 * @param classWeight how much the samples of each class count
 * @param sampleWeight name of the column or array that says how much each sample counts; null for none
 */
public record StepSettings(
        int gradientAccumulationSteps,
        @Nullable Double emaMomentum,
        ClassWeight classWeight,
        @Nullable String sampleWeight) {

    /** Every step changes the weights, all samples count the same, and nothing is averaged. */
    public static final StepSettings PLAIN = new StepSettings(1, null, new Even(), null);

    public StepSettings {
        if (gradientAccumulationSteps < 1) {
            throw new IllegalArgumentException(
                    "gradients are accumulated over at least 1 step, not " + gradientAccumulationSteps);
        }
        if (emaMomentum != null && !(emaMomentum >= 0 && emaMomentum < 1)) {
            throw new IllegalArgumentException(
                    "the momentum of a moving average is at least 0 and below 1, not " + emaMomentum);
        }
    }

    /** The same with other gradient accumulation. */
    public StepSettings withGradientAccumulation(int steps) {
        return new StepSettings(steps, emaMomentum, classWeight, sampleWeight);
    }

    /** The same with a moving average of the weights. */
    public StepSettings withMovingAverage(double momentum) {
        return new StepSettings(gradientAccumulationSteps, momentum, classWeight, sampleWeight);
    }

    /** The same with other weights of the classes. */
    public StepSettings withClassWeight(ClassWeight weight) {
        return new StepSettings(gradientAccumulationSteps, emaMomentum, weight, sampleWeight);
    }

    /** The same with the weights of samples in a column of the data, or an array. */
    public StepSettings withSampleWeight(String column) {
        return new StepSettings(gradientAccumulationSteps, emaMomentum, classWeight, column);
    }
}
