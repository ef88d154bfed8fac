package dev.updraft.data.internal;

import dev.updraft.compiler.ops.Philox;
import dev.updraft.data.Dataset;

/**
 * The order in which an epoch visits its samples. It depends on the seed and the epoch alone, so that a resumed training
 * goes on in the order it would have had.
 */
public final class Shuffle {

    /** Streams of random numbers that no operation of a program uses: those count up from 0. */
    private static final int EPOCH_STREAM = -1;

    private static final int SPLIT_STREAM = -2;

    private static final int TEST_SPLIT_STREAM = -3;

    private static final int BLOCK_STREAM = -4;

    private Shuffle() {}

    /** 0 to {@code size - 1}, in order. */
    public static int[] none(int size) {
        var order = new int[size];
        for (var i = 0; i < size; i++) {
            order[i] = i;
        }
        return order;
    }

    /**
     * A permutation of 0 to {@code size - 1}.
     *
     * @param epoch counted from 0
     */
    public static int[] order(int size, long seed, int epoch) {
        return permutation(size, seed, epoch, EPOCH_STREAM);
    }

    /**
     * The order in which an epoch visits samples: a permutation of all, but of a large table block by block. It depends on the
     * table and not on whether that is in memory.
     *
     * @param epoch counted from 0
     */
    public static int[] order(Dataset data, long seed, int epoch) {
        var columns = BlockOrder.columns(data);
        var rows = columns == 0 ? 0 : BlockOrder.rows(data);
        return RowBlocks.areShuffled(rows, columns)
                ? BlockOrder.of(
                        data,
                        rows,
                        RowBlocks.shift(columns),
                        blocks -> permutation(blocks, seed, epoch, BLOCK_STREAM),
                        (samples, from, to) -> shuffle(samples, from, to, seed, epoch, EPOCH_STREAM))
                : order(data.size(), seed, epoch);
    }

    /** The permutation that cuts a data set in two. */
    public static int[] split(int size, long seed) {
        return permutation(size, seed, 0, SPLIT_STREAM);
    }

    /** The permutation that sets test data aside. */
    public static int[] testSplit(int size, long seed) {
        return permutation(size, seed, 0, TEST_SPLIT_STREAM);
    }

    /** Fisher and Yates's shuffle in Durstenfeld's form (Algorithm 235, CACM 7, 1964). */
    private static int[] permutation(int size, long seed, int step, int stream) {
        var order = none(size);
        shuffle(order, 0, size, seed, step, stream);
        return order;
    }

    private static void shuffle(int[] order, int from, int to, long seed, int step, int stream) {
        var block = Philox.block(seed, step, stream, to >>> 2);
        for (var i = to - 1; i > from; i--) {
            if ((i & 3) == 3) {
                block = Philox.block(seed, step, stream, i >>> 2);
            }
            var word = block.word(i);
            // The upper half of the product is uniform on the places from the first to this, but for a bias below size
            // / 2^32.
            var j = from + (int) ((Integer.toUnsignedLong(word) * (i - from + 1)) >>> 32);
            var swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
