package dev.updraft.engine.cpu.winograd;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;

/**
 * Transforms weights of 3×3 pixels into 36 matrices of a row a channel and a column a filter; or, for the gradient of the image,
 * those of the turned filters into matrices of a row a filter and a column a channel.
 */
final class WeightsTask implements CpuTask {
    /** Along one axis. */
    private static final int TAPS = 3;

    private static final int POINTS = Transform.POINTS;
    private static final int COLUMNS = TAPS;
    private static final int RESULTS = COLUMNS + TAPS * POINTS;
    /** Runs of a part. */
    private static final int RUNS = 16;

    private final Buffer source;
    private final Buffer target;
    private final int channels;
    private final int filters;
    private final boolean turned;

    /** @param source weights by height, width, channel and filter */
    WeightsTask(Buffer source, Buffer target, int channels, int filters, boolean turned) {
        this.source = source;
        this.target = target;
        this.channels = channels;
        this.filters = filters;
        this.turned = turned;
    }

    private int elements() {
        return channels * filters;
    }

    @Override
    public int parts() {
        return Math.ceilDiv(elements(), RUNS * Runs.LENGTH);
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var end = Math.min(elements(), (part + 1) * RUNS * Runs.LENGTH);
        for (var at = part * RUNS * Runs.LENGTH; at < end; at += Runs.LENGTH) {
            transform(executionContext, at, Math.min(Runs.LENGTH, end - at));
        }
    }

    private void transform(ExecutionContext executionContext, int at, int n) {
        var arrays = executionContext.registers(RESULTS + POINTS);
        var from = source.address(executionContext);
        var to = target.address(executionContext) + (long) at * Float.BYTES;
        var matrixBytes = (long) elements() * Float.BYTES;
        for (var row = 0; row < TAPS; row++) {
            for (var column = 0; column < TAPS; column++) {
                load(from, row * TAPS + column, at, arrays[column], n);
            }
            Transform.WEIGHTS.apply(arrays, 0, 1, arrays, COLUMNS + row * POINTS, n);
        }
        for (var column = 0; column < POINTS; column++) {
            Transform.WEIGHTS.apply(arrays, COLUMNS + column, POINTS, arrays, RESULTS, n);
            for (var row = 0; row < POINTS; row++) {
                Memory.store(arrays[RESULTS + row], n, to + (row * POINTS + column) * matrixBytes);
            }
        }
    }

    private void load(long from, int tap, int at, float[] array, int n) {
        if (!turned) {
            Memory.load(from + ((long) tap * elements() + at) * Float.BYTES, array, 0, n);
            return;
        }
        var matrix = from + (TAPS * TAPS - 1L - tap) * elements() * Float.BYTES;
        for (var i = 0; i < n; i++) {
            var filter = (at + i) / channels;
            var channel = (at + i) % channels;
            array[i] = Memory.get(matrix + ((long) channel * filters + filter) * Float.BYTES);
        }
    }
}
