package dev.updraft.engine.cpu.machine;

/**
 * Where in a loop's memory what is. It lies on a boundary of {@link #ALIGNMENT} bytes; first come the addresses of streams, then numbers,
 * then blocks of vectors, and sums.
 */
public final class Frame {
    public static final int ALIGNMENT = 64;

    /** Streams and numbers that a loop may have, each. */
    public static final int MOST = 64;

    /**
     * Bytes between blocks beyond their own: at a distance of 4096 bytes each load would look to the processor as if it depended on
     * the store before.
     */
    private static final int GAP = 5 * 64;

    private static final int NUMBERS = MOST * Long.BYTES;
    private static final int BLOCKS = NUMBERS + MOST * Float.BYTES;

    private Frame() {}

    /** Where a stream's address is. */
    public static int stream(int number) {
        return number * Long.BYTES;
    }

    /** Where a number is. */
    public static int number(int number) {
        return NUMBERS + number * Float.BYTES;
    }

    /**
     * Where sums are.
     *
     * @param blocks how many blocks there are, and of how many elements
     * @param sums how many sums there are before, in multiples of 8
     */
    public static int sums(int blocks, int elements, int sums) {
        return block(blocks, elements) + sums * Double.BYTES;
    }

    /** Where a block is; a vector may be written over its end. */
    public static int block(int number, int elements) {
        return BLOCKS + number * (Math.ceilDiv(elements, 16) * 16 * Float.BYTES + GAP);
    }
}
