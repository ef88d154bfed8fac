package dev.updraft.training;

import dev.updraft.data.CheckedTarget;
import dev.updraft.data.Dataset;
import dev.updraft.engine.Batch;
import dev.updraft.engine.DeviceDataset;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The session has the samples; only targets are fetched again, to compare predictions with them. */
final class DeviceBatchSource implements BatchSource {
    private final DeviceDataset samples;
    private final Dataset data;
    private final int batchSize;
    private final Arena arena = Arena.ofShared();
    private final @Nullable MemorySegment targets;

    DeviceBatchSource(DeviceDataset samples, Dataset data, int batchSize) {
        this.samples = samples;
        this.data = data;
        this.batchSize = batchSize;
        var bytes = data.target().bytes();
        targets = bytes == 0 ? null : arena.allocate((long) bytes * batchSize, Integer.BYTES);
    }

    @Override
    public void run(Work work, int[] order, int from, int to, long step, Result result) {
        var part = from == 0 && (long) to * batchSize >= order.length
                ? order
                : Arrays.copyOfRange(order, from * batchSize, (int) Math.min((long) to * batchSize, order.length));
        DeviceDataset.Sink sink =
                (number, loss, predictions) -> result.step(from + number + 1, batch(part, number), predictions, loss);
        switch (work) {
            case TRAIN -> samples.train(part, batchSize, step, sink);
            case EVALUATE -> samples.evaluate(part, batchSize, sink);
            case PREDICT -> samples.predict(part, batchSize, sink);
        }
    }

    private Batch batch(int[] order, int number) {
        var from = number * batchSize;
        var size = Math.min(batchSize, order.length - from);
        if (targets != null) {
            for (var i = 0; i < size; i++) {
                CheckedTarget.copy(
                        data, order[from + i], targets, (long) i * data.target().bytes());
            }
        }
        return new Batch(size, List.of(), targets);
    }

    @Override
    public void close() {
        samples.close();
        arena.close();
    }
}
