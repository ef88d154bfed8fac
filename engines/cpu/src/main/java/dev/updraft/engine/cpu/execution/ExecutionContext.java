package dev.updraft.engine.cpu.execution;

import dev.updraft.engine.cpu.loops.PointwiseTask;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What a worker looks at: base addresses of the regions, set anew for every shard, and its own scratch arrays. */
public final class ExecutionContext {
    /** Floats a {@link PointwiseTask} works on at a time, at most: eight registers of them fit a processor's first-level cache. */
    public static final int BLOCK = 1024;

    /**
     * Floats behind those of a register. Registers at a distance of 4096 bytes would look to the processor as if each load
     * depended on the store before.
     */
    private static final int GAP = 124;

    /** Bytes that a processor reads at once. */
    private static final int CACHE_LINE = 64;

    /** Numbers that a row is summed up in. */
    public static final int LANES = 64;

    private final int worker;
    private final long stream;
    private final long[] bases;
    private long firstSample;
    private float[][] registers = new float[0][];
    private final FloatBits floatBits = new FloatBits();
    private final double[] lanes = new double[LANES];
    private double[] accumulator = new double[0];
    private MemorySegment frame = MemorySegment.NULL;
    private double[] squares = new double[0];
    private long seed;
    private long step;
    private long row;

    public ExecutionContext(int worker, long stream, int regions) {
        this.worker = worker;
        this.stream = stream;
        this.bases = new long[regions];
    }

    public int worker() {
        return worker;
    }

    public long stream() {
        return stream;
    }

    public void base(int region, long address) {
        bases[region] = address;
    }

    public long base(int region) {
        return bases[region];
    }

    /** The place in the batch of the shard's first sample. */
    public long firstSample() {
        return firstSample;
    }

    public void firstSample(long sample) {
        firstSample = sample;
    }

    public long seed() {
        return seed;
    }

    public long step() {
        return step;
    }

    /** The place of the batch's first sample in the data, as far as random numbers care. */
    public long row() {
        return row;
    }

    public void random(long seed, long step, long row) {
        this.seed = seed;
        this.step = step;
        this.row = row;
    }

    /** At least {@code count} arrays of {@link #BLOCK} floats. */
    public float[][] registers(int count) {
        if (registers.length < count) {
            registers = new float[count][BLOCK + GAP];
        }
        return registers;
    }

    /** The address of at least {@code bytes} bytes for machine code. What lies there stays until a task asks for more. */
    public long frame(int bytes) {
        if (frame.byteSize() < bytes) {
            frame = Arena.ofAuto().allocate(bytes, CACHE_LINE);
        }
        return frame.address();
    }

    /** Room for {@link #BLOCK} floats that are made of their bits. */
    public FloatBits floatBits() {
        return floatBits;
    }

    /** Room for {@link #LANES} numbers. */
    public double[] lanes() {
        return lanes;
    }

    /** At least {@code count} numbers. */
    public double[] accumulator(int count) {
        if (accumulator.length < count) {
            accumulator = new double[count];
        }
        return accumulator;
    }

    /** The same again, for sums of squares: a loop that adds to two places of one array would not be vectorised. */
    public double[] squares(int count) {
        if (squares.length < count) {
            squares = new double[count];
        }
        return squares;
    }
}
