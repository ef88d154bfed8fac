package dev.updraft.data.internal;

/**
 * Blocks of consecutive rows of a table, which are read together where the table lies on disk, and are shuffled together if it is
 * large. They depend on the table alone and not on where it lies, so that its rows come in the same order on every machine.
 */
public final class RowBlocks {
    /** How many blocks are mixed with each other. */
    static final int WINDOW = 64;

    /** How many blocks must be at hand so that none is read twice while a window is gone through. */
    public static final int AT_HAND = WINDOW + 16;

    /** A table of as many cells is one whose rows are shuffled as a whole; for tests, which otherwise would take long. */
    private static final String SMALL = "updraft.tables.small";

    private static final long USUAL = 1L << 23;

    /** Half of a small table is a window. */
    private static final int BLOCKS = 2 * WINDOW;

    private static final int FEWEST_ROWS = 16;

    private RowBlocks() {}

    private static long small() {
        return Long.getLong(SMALL, USUAL);
    }

    /** Whether a table is shuffled by blocks. */
    static boolean areShuffled(long rows, int columns) {
        return columns > 0 && rows * columns > small();
    }

    /** The binary logarithm of the number of rows of a block. */
    public static int shift(int columns) {
        var rows = Math.clamp(small() / BLOCKS / Math.max(1, columns), FEWEST_ROWS, 1 << 20);
        return 31 - Integer.numberOfLeadingZeros(rows);
    }
}
