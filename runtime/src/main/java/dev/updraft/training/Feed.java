package dev.updraft.training;

import dev.updraft.engine.Batch;
import java.lang.foreign.MemorySegment;

/** How the samples of a data set come to a session. */
sealed interface Feed extends AutoCloseable permits HostFeed, ResidentFeed {

    /** What is done with every batch. */
    enum Work {
        TRAIN,
        EVALUATE,
        PREDICT
    }

    /** Takes what a step gave. */
    @FunctionalInterface
    interface Result {
        /**
         * A step is done.
         *
         * @param number of the batch in its pass, from 1
         * @param batch its size and targets; the inputs may be elsewhere
         * @param predictions of the batch, float32
         * @param loss its mean; 0 where there are only predictions
         */
        void step(int number, Batch batch, MemorySegment predictions, double loss);
    }

    /**
     * Goes over the data once.
     *
     * @param order in which to visit the samples
     * @param firstStep number of the first optimizer step
     */
    void run(Work work, int[] order, long firstStep, Result result);

    @Override
    void close();
}
