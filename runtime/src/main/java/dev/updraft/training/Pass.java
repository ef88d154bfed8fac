package dev.updraft.training;

import dev.updraft.compiler.program.Program;
import dev.updraft.data.BatchLoader;
import dev.updraft.data.Dataset;
import dev.updraft.engine.Batch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** Goes over a data set, batch by batch, as often as wanted; holds the memory for that. */
final class Pass implements AutoCloseable {
    private static final int ALIGNMENT = 64;

    private final Dataset data;
    private final int batches;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment predictions;
    private final BatchLoader loader;

    /** Does something with a batch. */
    @FunctionalInterface
    interface Work {
        /**
         * Called for each batch of a pass, in turn.
         *
         * @param number of the batch in its pass, from 1
         * @param predictions room for the predictions of the batch, float32
         */
        void step(int number, Batch batch, MemorySegment predictions);
    }

    Pass(Program program, Dataset data, int batchSize) {
        this.data = data;
        var size = Math.min(batchSize, data.size());
        batches = BatchLoader.batches(data.size(), size);
        predictions = arena.allocate(predictionSize(program) * Float.BYTES * size, ALIGNMENT);
        try {
            loader = new BatchLoader(data, size);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** How many values a prediction has. */
    static long predictionSize(Program program) {
        return Objects.requireNonNull(program.predict().outputs().get(Program.PREDICTION))
                .shape()
                .elementsPerSample();
    }

    Dataset data() {
        return data;
    }

    /** How many batches a pass has. */
    int batches() {
        return batches;
    }

    /**
     * Goes over the data once.
     *
     * @param order in which to visit the samples
     * @throws CancellationException if the thread is interrupted, between two batches
     */
    void run(int[] order, Work work) {
        loader.start(order);
        var number = 0;
        for (var batch = loader.next(); batch != null; batch = loader.next()) {
            number++;
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException(
                        "interrupted after " + (number - 1) + " of " + batches + " batches of " + data.description());
            }
            work.step(number, batch, predictions);
        }
    }

    @Override
    public void close() {
        loader.close();
        arena.close();
    }
}
