package dev.updraft.data.internal;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.Dataset;
import java.util.stream.IntStream;

/**
 * The order in which an epoch visits the rows of a large table: its blocks in random order, a window of them mixed at a time, so that
 * rows that are needed soon lie in few places.
 */
final class BlockOrder {
    private BlockOrder() {}

    /** Columns of the table that samples are rows of, with those of targets; 0 if they are not. */
    static int columns(Dataset data) {
        var columns = data.header().inputs().size()
                + (int) IntStream.range(0, data.inputs().size())
                        .boxed()
                        .flatMap(input -> data.columns(input).stream())
                        .filter(column -> !(column instanceof ColumnValues.Absent))
                        .count();
        return columns == 0 ? 0 : columns + data.targets().size();
    }

    /** Rows of the table up to the last that is a sample. */
    static int rows(Dataset data) {
        var last = -1;
        for (var sample = 0; sample < data.size(); sample++) {
            last = Math.max(last, RowNumbers.of(data, sample));
        }
        return last + 1;
    }

    /**
     * The samples in that order.
     *
     * @param rows of the table
     * @param shift of the number of a row to that of its block
     * @param blocks gives a permutation of that many, the first the block to begin with
     * @param mix shuffles a part of the order, from one place to another
     */
    static int[] of(Dataset data, int rows, int shift, Permutation blocks, Mix mix) {
        var order = blocks.of(Math.ceilDiv(rows, 1 << shift));
        var ends = new int[order.length];
        for (var sample = 0; sample < data.size(); sample++) {
            ends[RowNumbers.of(data, sample) >>> shift]++;
        }
        // Where the next sample of a block goes; where the block ends once all have gone there.
        var start = 0;
        var windows = new int[Math.ceilDiv(order.length, RowBlocks.WINDOW) + 1];
        for (var place = 0; place < order.length; place++) {
            var size = ends[order[place]];
            ends[order[place]] = start;
            start += size;
            windows[place / RowBlocks.WINDOW + 1] = start;
        }
        var samples = new int[data.size()];
        for (var sample = 0; sample < samples.length; sample++) {
            samples[ends[RowNumbers.of(data, sample) >>> shift]++] = sample;
        }
        for (var window = 1; window < windows.length; window++) {
            mix.mix(samples, windows[window - 1], windows[window]);
        }
        return samples;
    }

    /** Random orders of numbers from 0. */
    @FunctionalInterface
    interface Permutation {
        int[] of(int size);
    }

    /** Shuffles a part of an array. */
    @FunctionalInterface
    interface Mix {
        void mix(int[] numbers, int from, int to);
    }
}
