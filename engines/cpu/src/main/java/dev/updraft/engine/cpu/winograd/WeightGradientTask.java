package dev.updraft.engine.cpu.winograd;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;

/** The gradient of weights, some tiles at a time: products of both sides' transforms are added up over all of them. */
final class WeightGradientTask implements CpuTask {
    /** Along one axis. */
    private static final int TAPS = 3;

    private static final int POINTS = Transform.POINTS;
    private static final int COLUMNS = POINTS;
    private static final int RESULTS = COLUMNS + POINTS * TAPS;

    private final Side images;
    private final Side gradients;
    private final Tiling tiling;
    private final int tiles;
    private final Winograd.SumsOfProducts first;
    private final Winograd.SumsOfProducts others;
    private final Buffer target;

    /** Images or gradients. */
    record Side(Buffer source, TileReader reader, int channels) {}

    /**
     * @param tiles of a block; a last one that has fewer counts zeros
     * @param first writes sums
     * @param others adds to them
     */
    WeightGradientTask(
            Side images,
            Side gradients,
            Tiling tiling,
            int tiles,
            Winograd.SumsOfProducts first,
            Winograd.SumsOfProducts others,
            Buffer target) {
        this.images = images;
        this.gradients = gradients;
        this.tiling = tiling;
        this.tiles = tiles;
        this.first = first;
        this.others = others;
        this.target = target;
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        for (var tile = 0; tile < tiling.count(); tile += tiles) {
            read(executionContext, images, tile, first.images().address(executionContext));
            read(executionContext, gradients, tile, first.gradients().address(executionContext));
            (tile == 0 ? first : others).task().run(executionContext, 0);
        }
        for (var at = 0; at < elements(); at += Runs.LENGTH) {
            transform(executionContext, at, Math.min(Runs.LENGTH, elements() - at));
        }
    }

    private int elements() {
        return images.channels * gradients.channels;
    }

    private void read(ExecutionContext executionContext, Side side, int tile, long matrices) {
        var count = Math.min(tiles, tiling.count() - tile);
        side.reader.read(executionContext, side.source.address(executionContext), tile, count, matrices, tiles);
        var rowBytes = (long) side.channels * Float.BYTES;
        for (var matrix = 0; matrix < POINTS * POINTS && count < tiles; matrix++) {
            Memory.zero(matrices + ((long) matrix * tiles + count) * rowBytes, (tiles - count) * rowBytes);
        }
    }

    private void transform(ExecutionContext executionContext, int at, int n) {
        var arrays = executionContext.registers(RESULTS + TAPS);
        var sums = first.sums().address(executionContext) + (long) at * Float.BYTES;
        var result = target.address(executionContext) + (long) at * Float.BYTES;
        var matrixBytes = (long) elements() * Float.BYTES;
        for (var row = 0; row < POINTS; row++) {
            for (var column = 0; column < POINTS; column++) {
                Memory.load(sums + (row * POINTS + column) * matrixBytes, arrays[column], 0, n);
            }
            Transform.WEIGHT_GRADIENT.apply(arrays, 0, 1, arrays, COLUMNS + row * TAPS, n);
        }
        for (var column = 0; column < TAPS; column++) {
            Transform.WEIGHT_GRADIENT.apply(arrays, COLUMNS + column, TAPS, arrays, RESULTS, n);
            for (var row = 0; row < TAPS; row++) {
                Memory.store(arrays[RESULTS + row], n, result + (row * TAPS + column) * matrixBytes);
            }
        }
    }

    @Override
    public long scratchBytes() {
        return Math.max(first.task().scratchBytes(), others.task().scratchBytes());
    }
}
