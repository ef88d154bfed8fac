package dev.updraft.data.internal;

import dev.updraft.compiler.ops.Philox;

/**
 * The order in which an epoch visits its samples. It depends on the seed and the epoch alone, so that a resumed training
 * goes on in the order it would have had.
 */
public final class Shuffle {

    /** Streams of random numbers that no operation of a program uses: those count up from 0. */
    private static final int EPOCH_STREAM = -1;

    private static final int SPLIT_STREAM = -2;

    private static final int TEST_SPLIT_STREAM = -3;

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
        var block = Philox.block(seed, step, stream, size >>> 2);
        for (var i = size - 1; i > 0; i--) {
            if ((i & 3) == 3) {
                block = Philox.block(seed, step, stream, i >>> 2);
            }
            var word = block.word(i);
            // The upper half of the product is uniform on 0 to i, but for a bias below size / 2^32.
            var j = (int) ((Integer.toUnsignedLong(word) * (i + 1)) >>> 32);
            var swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
