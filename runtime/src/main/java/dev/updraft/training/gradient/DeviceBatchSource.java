package dev.updraft.training.gradient;

import dev.updraft.data.Dataset;
import dev.updraft.data.internal.CheckedTarget;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.DeviceDataset;
import dev.updraft.training.loop.StepResult;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** The session has the samples; only targets are fetched again, to compare predictions with them. */
final class DeviceBatchSource implements BatchSource {
    private final DeviceDataset samples;
    private final Dataset data;
    private final int batchSize;
    private final Arena arena = Arena.ofShared();
    private final List<Dataset.Target> types;
    private final List<MemorySegment> targets;

    DeviceBatchSource(DeviceDataset samples, Dataset data, int batchSize) {
        this.samples = samples;
        this.data = data;
        this.batchSize = batchSize;
        types = data.targets();
        targets = types.stream()
                .map(type -> arena.allocate((long) type.bytes() * batchSize, Integer.BYTES))
                .toList();
    }

    @Override
    public void run(Work work, int[] order, int from, int to, long step, StepResult result) {
        var part = from == 0 && (long) to * batchSize >= order.length
                ? order
                : Arrays.copyOfRange(order, from * batchSize, (int) Math.min((long) to * batchSize, order.length));
        DeviceDataset.Sink sink =
                (number, loss, outputs) -> result.step(from + number + 1, batch(part, number), outputs, loss);
        switch (work) {
            case TRAIN -> samples.train(part, batchSize, step, sink);
            case EVALUATE -> samples.evaluate(part, batchSize, sink);
            case PREDICT -> samples.predict(part, batchSize, sink);
        }
    }

    private Batch batch(int[] order, int number) {
        var from = number * batchSize;
        var size = Math.min(batchSize, order.length - from);
        for (var target = 0; target < targets.size(); target++) {
            for (var i = 0; i < size; i++) {
                CheckedTarget.copy(
                        data,
                        target,
                        types.get(target),
                        order[from + i],
                        targets.get(target),
                        (long) i * types.get(target).bytes());
            }
        }
        return new Batch(size, from, List.of(), targets);
    }

    @Override
    public void close() {
        samples.close();
        arena.close();
    }
}
