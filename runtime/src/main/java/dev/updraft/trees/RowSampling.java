package dev.updraft.trees;

import dev.updraft.compiler.ops.Philox;
import java.util.Arrays;

/** Draws the rows of a tree, as {@link TreeGrower#grow} takes them. The same for any number of threads. */
public final class RowSampling {
    private static final int STREAM_SHARE = 0x7265_6501;
    private static final int STREAM_BOOTSTRAP = 0x7265_6502;

    private RowSampling() {}

    /**
     * Draws each row once with probability {@code share}.
     *
     * @param drawn is filled: 1 where the row is drawn, otherwise 0
     */
    public static void share(double share, long seed, int tree, byte[] drawn, Workers workers) {
        var limit = (long) Math.ceil(share * 0x1p32);
        workers.forRanges(drawn.length, (from, to) -> {
            for (var row = from; row < to; row += 4) {
                var block = Philox.block(seed, tree, STREAM_SHARE, row >>> 2);
                for (var i = 0; i < 4 && row + i < to; i++) {
                    drawn[row + i] = (byte) (Integer.toUnsignedLong(block.word(i)) < limit ? 1 : 0);
                }
            }
        });
    }

    /**
     * Draws as many rows as there are, each of them any number of times; a row drawn more than 127 times counts 127 times.
     *
     * @param drawn is filled: how often the row was drawn
     */
    public static void bootstrap(long seed, int tree, byte[] drawn) {
        Arrays.fill(drawn, (byte) 0);
        var rows = drawn.length;
        for (var i = 0; i < rows; i += 4) {
            var block = Philox.block(seed, tree, STREAM_BOOTSTRAP, i >>> 2);
            for (var word = 0; word < 4 && i + word < rows; word++) {
                var row = (int) ((Integer.toUnsignedLong(block.word(word)) * rows) >>> 32);
                drawn[row] = (byte) Math.min(Byte.MAX_VALUE, drawn[row] + 1);
            }
        }
    }
}
