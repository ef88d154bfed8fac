package dev.updraft.training.gradient;

import dev.updraft.data.Dataset;
import dev.updraft.data.batches.BatchLoader;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import dev.updraft.training.loop.StepResult;
import java.util.Objects;

/** Batches are prepared in the host's memory, one by one. */
final class HostBatchSource implements BatchSource {
    private final Session session;
    private final StepOutputs outputs;
    private final BatchLoader loader;
    private int[] loading = {};
    private int next;

    /**
     * @param outputs room for those of a batch
     */
    HostBatchSource(Session session, Dataset data, int batchSize, StepOutputs outputs) {
        this.session = session;
        this.outputs = outputs;
        loader = new BatchLoader(data, batchSize);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // The array itself tells one pass from the next.
    public void run(Work work, int[] order, int from, int to, long step, StepResult result) {
        if (order != loading || from != next) {
            loader.start(order, from);
            loading = order;
            next = from;
        }
        while (next < to && !Thread.currentThread().isInterrupted()) {
            var batch = Objects.requireNonNull(loader.next(), "a batch is left");
            var loss = step(work, batch, step + next - from);
            next++;
            result.step(next, batch, outputs, loss);
        }
    }

    private double step(Work work, Batch batch, long step) {
        return switch (work) {
            case TRAIN -> session.train(batch, step, outputs);
            case EVALUATE -> session.evaluate(batch, outputs);
            case PREDICT -> {
                session.predict(batch, outputs);
                yield 0;
            }
        };
    }

    @Override
    public void close() {
        loader.close();
    }
}
