package dev.updraft.training.gradient;

import dev.updraft.training.loop.StepResult;

/** How the samples of a data set come to a session. */
public sealed interface BatchSource extends AutoCloseable permits HostBatchSource, DeviceBatchSource {

    /** What is done with every batch. */
    enum Work {
        TRAIN,
        EVALUATE,
        PREDICT
    }

    /**
     * Goes over some batches, and ends early where it can if the thread is interrupted. When it returns, the session has done
     * those batches that the result has heard of, and no others.
     *
     * @param order in which to visit the samples; the same array until its last batch is done
     * @param from the first batch, from 0
     * @param to the batch after the last
     * @param step number of the optimizer step on batch {@code from}
     */
    void run(Work work, int[] order, int from, int to, long step, StepResult result);

    @Override
    void close();
}
