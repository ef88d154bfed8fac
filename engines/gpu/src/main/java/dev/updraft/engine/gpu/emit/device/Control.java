package dev.updraft.engine.gpu.emit.device;

/**
 * Places in {@link DeviceArray#CONTROL}. Work is handed to the device in pieces of many steps; the last task of a step moves
 * {@link #CURSOR}, {@link #COUNT} and {@link #STEP_LOW} on, so that nobody else need be asked between two steps.
 */
public final class Control {
    /** The step in its piece, from 0. */
    public static final int CURSOR = 0;

    /** How many samples this step has: {@code min(BATCH, TOTAL - CURSOR * BATCH)}. */
    public static final int COUNT = 1;

    /** How many samples a full step of this piece has; at most what the program was emitted for. */
    public static final int BATCH = 2;

    /** How many samples the piece has. */
    public static final int TOTAL = 3;

    /** The seed's lower 32 bits. */
    public static final int SEED_LOW = 4;

    /** The seed's upper 32 bits. */
    public static final int SEED_HIGH = 5;

    /** The lower 32 bits of the number of the optimizer step. */
    public static final int STEP_LOW = 6;

    /** The upper 32 bits of the number of the optimizer step. */
    public static final int STEP_HIGH = 7;

    /** Always 0, which compilers do not know: what is added to it is no constant to them. */
    public static final int ZERO = 8;

    /** The place in the data of the piece's first sample, as far as random numbers care. */
    public static final int ROW = 9;

    /** How many elements there are. */
    public static final int SIZE = 10;

    private Control() {}
}
