package dev.updraft.training;

/** How far a model has been trained: what the next step follows from, beside the variables. */
final class StepCounter {
    /** Epochs that are done. */
    int epoch;

    /** Batches of the epoch at hand that are done. */
    int batch;

    /** Optimizer steps that are done, in all epochs. */
    long step;

    /** What callbacks have made of the learning rate. */
    double learningRateFactor = 1;
}
