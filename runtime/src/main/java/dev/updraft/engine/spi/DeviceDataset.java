package dev.updraft.engine.spi;

/**
 * Samples that lie where a session computes, so that many steps run without the host in between. Belongs to its session:
 * same thread, and closed before it.
 */
public interface DeviceDataset extends AutoCloseable {

    /**
     * One optimizer step for each batch.
     *
     * @param order indices of samples, cut into batches of {@code batchSize}; the last is shorter if they do not divide evenly
     * @param firstStep number of the first step; see {@link Session#train}
     * @param sink hears of every step, in order, though perhaps of many at once
     */
    void train(int[] order, int batchSize, long firstStep, Sink sink);

    /** As {@link Session#evaluate}, for each batch. */
    void evaluate(int[] order, int batchSize, Sink sink);

    /** As {@link Session#predict}, for each batch; the loss is 0. */
    void predict(int[] order, int batchSize, Sink sink);

    @Override
    void close();

    /** Takes the results of steps. */
    @FunctionalInterface
    interface Sink {
        /**
         * A step is done. What it throws ends the run.
         *
         * @param batch number of the batch in {@code order}, from 0
         * @param loss mean loss of the batch
         * @param outputs what the step gave of its samples; readable until the call returns
         */
        void done(int batch, double loss, StepOutputs outputs);
    }
}
