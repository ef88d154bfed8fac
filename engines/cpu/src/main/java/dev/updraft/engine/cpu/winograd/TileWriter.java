package dev.updraft.engine.cpu.winograd;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import org.jspecify.annotations.Nullable;

/** Makes images of the 36 products of their tiles, adds a bias to them and lets a relu follow. */
final class TileWriter {
    private static final int POINTS = Transform.POINTS;
    private static final int TILE = Transform.TILE;

    /** Where arrays begin: of a column of products, of its transforms, of a row of results, of the bias. */
    private static final int COLUMNS = POINTS;

    private static final int RESULTS = COLUMNS + TILE * POINTS;
    private static final int BIAS = RESULTS + TILE;

    private final Tiling tiling;
    private final int filters;
    private final @Nullable Buffer bias;
    private final boolean relu;

    TileWriter(Tiling tiling, int filters, @Nullable Buffer bias, boolean relu) {
        this.tiling = tiling;
        this.filters = filters;
        this.bias = bias;
        this.relu = relu;
    }

    /**
     * Writes {@code count} tiles.
     *
     * @param products where the first matrix of products lies
     * @param rows of a matrix
     * @param images where the shard's first image is to lie
     */
    void write(ExecutionContext executionContext, long products, int first, int count, int rows, long images) {
        var most = Runs.tiles(filters);
        var width = Runs.channels(filters);
        for (var tile = 0; tile < count; tile += most) {
            var tiles = Math.min(most, count - tile);
            for (var filter = 0; filter < filters; filter += width) {
                var some = Math.min(width, filters - filter);
                loadBias(executionContext, filter, tiles, some);
                write(
                        executionContext,
                        products + ((long) tile * filters + filter) * Float.BYTES,
                        (long) rows * filters * Float.BYTES,
                        first + tile,
                        tiles,
                        some,
                        images + (long) filter * Float.BYTES);
            }
        }
    }

    private void loadBias(ExecutionContext executionContext, int filter, int tiles, int some) {
        if (bias != null) {
            var array = executionContext.registers(BIAS + 1)[BIAS];
            var address = bias.address(executionContext) + (long) filter * Float.BYTES;
            for (var tile = 0; tile < tiles; tile++) {
                Memory.load(address, array, tile * some, some);
            }
        }
    }

    private void write(
            ExecutionContext executionContext,
            long products,
            long matrixBytes,
            int first,
            int tiles,
            int some,
            long images) {
        var length = tiles * some;
        var arrays = executionContext.registers(BIAS + 1);
        for (var row = 0; row < POINTS; row++) {
            for (var column = 0; column < POINTS; column++) {
                Memory.load(products + (row * POINTS + column) * matrixBytes, arrays[column], 0, length);
            }
            Transform.RESULT.apply(arrays, 0, 1, arrays, COLUMNS + row * TILE, length);
        }
        for (var column = 0; column < TILE; column++) {
            Transform.RESULT.apply(arrays, COLUMNS + column, TILE, arrays, RESULTS, length);
            for (var row = 0; row < TILE; row++) {
                finish(arrays[RESULTS + row], arrays[BIAS], length);
                for (var tile = 0; tile < tiles; tile++) {
                    store(arrays[RESULTS + row], tile * some, some, first + tile, row, column, images);
                }
            }
        }
    }

    private void finish(float[] results, float[] biases, int n) {
        if (bias != null) {
            for (var i = 0; i < n; i++) {
                results[i] += biases[i];
            }
        }
        if (relu) {
            for (var i = 0; i < n; i++) {
                results[i] = Math.max(results[i], 0);
            }
        }
    }

    private void store(float[] results, int start, int some, int tile, int row, int column, long images) {
        var y = tiling.top(tile) + row;
        var x = tiling.left(tile) + column;
        if (y < tiling.height() && x < tiling.width()) {
            var pixel = ((long) tiling.sample(tile) * tiling.height() + y) * tiling.width() + x;
            Memory.store(results, start, some, images + pixel * filters * Float.BYTES);
        }
    }
}
