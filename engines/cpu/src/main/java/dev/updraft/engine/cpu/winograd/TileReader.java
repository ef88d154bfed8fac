package dev.updraft.engine.cpu.winograd;

import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import java.util.Arrays;

/**
 * Transforms the tiles of images into 36 matrices, each of a row a tile and a column a channel. What of a tile lies beyond the
 * image is 0.
 */
final class TileReader {
    private final Transform transform;
    private final Tiling tiling;
    private final int height;
    private final int width;
    private final int channels;
    private final int padTop;
    private final int padLeft;

    /**
     * @param dims of the channels-last images
     * @param padTop how many rows of pixels above the image the first tile begins
     */
    TileReader(Transform transform, Tiling tiling, int[] dims, int padTop, int padLeft) {
        this.transform = transform;
        this.tiling = tiling;
        height = dims[1];
        width = dims[2];
        channels = dims[3];
        this.padTop = padTop;
        this.padLeft = padLeft;
    }

    /**
     * Transforms {@code count} tiles.
     *
     * @param images where the shard's first image lies
     * @param matrices where the first matrix is to lie
     * @param rows of a matrix
     */
    void read(ExecutionContext executionContext, long images, int first, int count, long matrices, int rows) {
        var most = Runs.tiles(channels);
        var width = Runs.channels(channels);
        for (var tile = 0; tile < count; tile += most) {
            var tiles = Math.min(most, count - tile);
            for (var channel = 0; channel < channels; channel += width) {
                var some = Math.min(width, channels - channel);
                read(
                        executionContext,
                        images + (long) channel * Float.BYTES,
                        first + tile,
                        tiles,
                        some,
                        matrices + ((long) tile * channels + channel) * Float.BYTES,
                        (long) rows * channels * Float.BYTES);
            }
        }
    }

    private void read(
            ExecutionContext executionContext,
            long images,
            int first,
            int tiles,
            int some,
            long matrices,
            long matrixBytes) {
        var from = transform.from();
        var points = Transform.POINTS;
        var length = tiles * some;
        var arrays = executionContext.registers(from + (from + 1) * points);
        var results = from + from * points;
        for (var row = 0; row < from; row++) {
            for (var tile = 0; tile < tiles; tile++) {
                load(images, first + tile, row, arrays, tile * some, some);
            }
            transform.apply(arrays, 0, 1, arrays, from + row * points, length);
        }
        for (var column = 0; column < points; column++) {
            transform.apply(arrays, from + column, points, arrays, results, length);
            for (var row = 0; row < points; row++) {
                Memory.store(arrays[results + row], length, matrices + (row * points + column) * matrixBytes);
            }
        }
    }

    /** Loads a tile's row, an array a pixel. */
    private void load(long images, int tile, int row, float[][] arrays, int start, int some) {
        var y = tiling.top(tile) - padTop + row;
        var left = tiling.left(tile) - padLeft;
        var line = ((long) tiling.sample(tile) * height + y) * width;
        for (var column = 0; column < transform.from(); column++) {
            var x = left + column;
            if (y < 0 || y >= height || x < 0 || x >= width) {
                Arrays.fill(arrays[column], start, start + some, 0);
            } else {
                Memory.load(images + (line + x) * channels * Float.BYTES, arrays[column], start, some);
            }
        }
    }
}
