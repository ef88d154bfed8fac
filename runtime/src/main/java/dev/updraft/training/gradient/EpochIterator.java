package dev.updraft.training.gradient;

import dev.updraft.compiler.program.Program;
import dev.updraft.data.Dataset;
import dev.updraft.data.batches.BatchLoader;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.loop.RunningMetrics;
import dev.updraft.training.loop.StepResult;
import dev.updraft.training.loop.TrainingData;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Goes over a data set, batch by batch, as often as wanted; holds the memory for that. */
public final class EpochIterator implements AutoCloseable {
    private final Dataset data;
    private final int batches;
    private final Arena arena = Arena.ofShared();
    private final BatchSource batchSource;

    public EpochIterator(Program program, Session session, Dataset data, int batchSize) {
        this.data = data;
        var size = Math.min(batchSize, data.size());
        batches = BatchLoader.batches(data.size(), size);
        try {
            var resident = session.upload(new DatasetSamples(data));
            batchSource = resident == null
                    ? new HostBatchSource(session, data, size, StepOutputs.allocate(program, size, arena))
                    : new DeviceBatchSource(resident, data, size);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    Dataset data() {
        return data;
    }

    /** How many batches a pass has. */
    int batches() {
        return batches;
    }

    /**
     * Compares predictions for all samples with their targets.
     *
     * @param listeners hear of every batch
     * @return {@code into}
     * @throws CancellationException if the thread is interrupted, between two batches
     */
    MetricAccumulator evaluate(MetricAccumulator into, List<TrainingListener> listeners) {
        var metrics = new RunningMetrics(into);
        run(BatchSource.Work.EVALUATE, (number, batch, outputs, loss) -> {
            into.add(batch, outputs, loss);
            var progress = new TrainingEvent.EvaluationProgress(number, batches, metrics);
            listeners.forEach(listener -> listener.on(progress));
        });
        return into;
    }

    /**
     * Goes over the data once, without training.
     *
     * @throws CancellationException if the thread is interrupted, between two batches
     */
    void run(BatchSource.Work work, StepResult result) {
        requireUninterrupted(0);
        batchSource.run(work, Shuffle.none(data.size()), 0, batches, 0, (number, batch, outputs, loss) -> {
            result.step(number, batch, outputs, loss);
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
    public int run(BatchSource.Work work, int[] order, int from, int to, long step, StepResult result) {
        var done = new int[] {from};
        if (!Thread.currentThread().isInterrupted()) {
            batchSource.run(work, order, from, to, step, (number, batch, outputs, loss) -> {
                done[0] = number;
                result.step(number, batch, outputs, loss);
            });
        }
        return done[0];
    }

    /** Unless all batches are done. */
    void requireUninterrupted(int done) {
        if (done < batches && Thread.currentThread().isInterrupted()) {
            throw TrainingData.interruption(done, batches, data);
        }
    }

    @Override
    public void close() {
        batchSource.close();
        arena.close();
    }
}
