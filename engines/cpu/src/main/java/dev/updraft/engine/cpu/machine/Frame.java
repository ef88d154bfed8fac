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

    /** Where blocks and sums begin. */
    public static final int FIRST = NUMBERS + MOST * Float.BYTES;

    private Frame() {}

    /** Where a stream's address is. */
    public static int stream(int number) {
        return number * Long.BYTES;
    }

    /** Where a number is. */
    public static int number(int number) {
        return NUMBERS + number * Float.BYTES;
    }

    /** Bytes of a block, over whose end a vector may be written. */
    public static int block(int elements) {
        return aligned(elements * Float.BYTES) + GAP;
    }

    /** Bytes of sums. */
    public static int sums(int number) {
        return aligned(number * Double.BYTES);
    }

    private static int aligned(int bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }
}
