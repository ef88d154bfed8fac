package dev.updraft.training.loop;

/** How far a model has been trained: what the next step follows from, beside the variables. */
public final class StepCounter {
    /** Epochs that are done. */
    public int epoch;

    /** Batches of the epoch at hand that are done. */
    public int batch;

    /** Optimizer steps that are done, in all epochs. */
    public long step;

    /** What callbacks have made of the learning rate. */
    public double learningRateFactor = 1;
}
