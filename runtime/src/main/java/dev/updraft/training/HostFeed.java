package dev.updraft.training;

import dev.updraft.data.BatchLoader;
import dev.updraft.data.Dataset;
import dev.updraft.engine.Batch;
import dev.updraft.engine.Session;
import java.lang.foreign.MemorySegment;

/** Batches are prepared in the host's memory, one by one. */
final class HostFeed implements Feed {
    private final Session session;
    private final MemorySegment predictions;
    private final BatchLoader loader;

    /**
     * @param predictions room for those of a batch
     */
    HostFeed(Session session, Dataset data, int batchSize, MemorySegment predictions) {
        this.session = session;
        this.predictions = predictions;
        loader = new BatchLoader(data, batchSize);
    }

    @Override
    public void run(Work work, int[] order, long firstStep, Result result) {
        loader.start(order);
        var number = 0;
        for (var batch = loader.next(); batch != null; batch = loader.next()) {
            var loss = step(work, batch, firstStep + number);
            number++;
            result.step(number, batch, predictions, loss);
        }
    }

    private double step(Work work, Batch batch, long step) {
        return switch (work) {
            case TRAIN -> session.train(batch, step, predictions);
            case EVALUATE -> session.evaluate(batch, predictions);
            case PREDICT -> {
                session.predict(batch, predictions);
                yield 0;
            }
        };
    }

    @Override
    public void close() {
        loader.close();
    }
}
