package dev.updraft.training;

import dev.updraft.compiler.program.Program;
import dev.updraft.data.BatchLoader;
import dev.updraft.data.Dataset;
import dev.updraft.data.Shuffle;
import dev.updraft.engine.Session;
import java.lang.foreign.Arena;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** Goes over a data set, batch by batch, as often as wanted; holds the memory for that. */
final class EpochIterator implements AutoCloseable {
    private static final int ALIGNMENT = 64;

    private final Dataset data;
    private final int batches;
    private final Arena arena = Arena.ofShared();
    private final BatchSource batchSource;

    EpochIterator(Program program, Session session, Dataset data, int batchSize) {
        this.data = data;
        var size = Math.min(batchSize, data.size());
        batches = BatchLoader.batches(data.size(), size);
        try {
            var resident = session.upload(new DatasetSamples(data));
            batchSource = resident == null
                    ? new HostBatchSource(
                            session,
                            data,
                            size,
                            arena.allocate(predictionSize(program) * Float.BYTES * size, ALIGNMENT))
                    : new DeviceBatchSource(resident, data, size);
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
     * Goes over the data once, without training.
     *
     * @throws CancellationException if the thread is interrupted, between two batches
     */
    void run(BatchSource.Work work, BatchSource.Result result) {
        requireUninterrupted(0);
        batchSource.run(work, Shuffle.none(data.size()), 0, batches, 0, (number, batch, predictions, loss) -> {
            result.step(number, batch, predictions, loss);
            requireUninterrupted(number);
        });
    }

    /**
     * Goes over some batches.
     *
     * @param order in which to visit the samples; the same array until its last batch is done
     * @param from the first batch, from 0
     * @param to the batch after the last
     * @param step number of the optimizer step on batch {@code from}
     * @return the batch to go on with: before {@code to} if the thread was interrupted
     */
    int run(BatchSource.Work work, int[] order, int from, int to, long step, BatchSource.Result result) {
        var done = new int[] {from};
        if (!Thread.currentThread().isInterrupted()) {
            batchSource.run(work, order, from, to, step, (number, batch, predictions, loss) -> {
                done[0] = number;
                result.step(number, batch, predictions, loss);
            });
        }
        return done[0];
    }

    /** Unless all batches are done. */
    void requireUninterrupted(int done) {
        if (done < batches && Thread.currentThread().isInterrupted()) {
            throw new CancellationException(
                    "interrupted after " + done + " of " + batches + " batches of " + data.description());
        }
    }

    @Override
    public void close() {
        batchSource.close();
        arena.close();
    }
}
