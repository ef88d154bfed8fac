package dev.updraft.compiler.program;

/**
 * What step scalars depend on.
 *
 * @param step counted from 0, in all epochs
 * @param epoch counted from 0
 * @param learningRateFactor what learning rates are multiplied with
 */
public record StepPosition(long step, long epoch, double learningRateFactor) {
    /** The same with another step. */
    StepPosition at(long otherStep) {
        return new StepPosition(otherStep, epoch, learningRateFactor);
    }
}
