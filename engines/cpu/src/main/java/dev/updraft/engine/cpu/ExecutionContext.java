package dev.updraft.engine.cpu;

/** What a worker looks at: base addresses of the regions, set anew for every shard, and its own scratch arrays. */
final class ExecutionContext {
    /** Floats a {@link PointwiseTask} works on at a time: eight registers of them fit a processor's first-level cache. */
    static final int BLOCK = 1024;

    private final int worker;
    private final long stream;
    private final long[] bases;
    private long firstSample;
    private float[][] registers = new float[0][];
    private final int[] words = new int[BLOCK];
    private double[] accumulator = new double[0];
    private long seed;
    private long step;

    ExecutionContext(int worker, long stream, int regions) {
        this.worker = worker;
        this.stream = stream;
        this.bases = new long[regions];
    }

    int worker() {
        return worker;
    }

    long stream() {
        return stream;
    }

    void base(int region, long address) {
        bases[region] = address;
    }

    long base(int region) {
        return bases[region];
    }

    /** The place in the batch of the shard's first sample. */
    long firstSample() {
        return firstSample;
    }

    void firstSample(long sample) {
        firstSample = sample;
    }

    long seed() {
        return seed;
    }

    long step() {
        return step;
    }

    void random(long seed, long step) {
        this.seed = seed;
        this.step = step;
    }

    /** At least {@code count} arrays of {@link #BLOCK} floats. */
    float[][] registers(int count) {
        if (registers.length < count) {
            registers = new float[count][BLOCK];
        }
        return registers;
    }

    /** Room for {@link #BLOCK} integers. */
    int[] words() {
        return words;
    }

    /** At least {@code count} numbers. */
    double[] accumulator(int count) {
        if (accumulator.length < count) {
            accumulator = new double[count];
        }
        return accumulator;
    }
}
