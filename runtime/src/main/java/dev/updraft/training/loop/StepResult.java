package dev.updraft.training.loop;

import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;

/** Takes what a step gave. */
@FunctionalInterface
public interface StepResult {
    /**
     * A step is done.
     *
     * @param number of the batch in its pass, from 1
     * @param batch its size and targets; the inputs may be elsewhere
     * @param outputs what the step gave
     * @param loss its mean; 0 where there are only predictions
     */
    void step(int number, Batch batch, StepOutputs outputs, double loss);
}
