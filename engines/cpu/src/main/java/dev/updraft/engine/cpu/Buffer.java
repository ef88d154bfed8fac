package dev.updraft.engine.cpu;

/**
 * Where a value lies: in which region, and where in it. That of a {@link Workspaces workspace} is decided at the end, when all of
 * them are known; tasks hold on to it meanwhile.
 */
final class Buffer {
    private final int region;
    private final long sampleBytes;
    private long offset;

    private Buffer(int region, long sampleBytes, long offset) {
        this.region = region;
        this.sampleBytes = sampleBytes;
        this.offset = offset;
    }

    /** Room that is still to be found. */
    static Buffer in(int region) {
        return new Buffer(region, 0, 0);
    }

    /** A fixed place. */
    static Buffer at(int region, long offset) {
        return new Buffer(region, 0, offset);
    }

    /** A tensor of the caller's that holds the whole batch, one sample after the other. */
    static Buffer external(int region, long sampleBytes) {
        return new Buffer(region, sampleBytes, 0);
    }

    void place(long offset) {
        this.offset = offset;
    }

    long address(ExecutionContext executionContext) {
        return executionContext.base(region) + offset + executionContext.firstSample() * sampleBytes;
    }
}
