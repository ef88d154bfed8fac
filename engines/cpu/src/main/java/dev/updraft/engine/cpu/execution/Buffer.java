package dev.updraft.engine.cpu.execution;

import dev.updraft.engine.cpu.binding.Workspaces;

/**
 * Where a value lies: in which region, and where in it. That of a {@link Workspaces workspace} is decided at the end, when all of
 * them are known; tasks hold on to it meanwhile.
 */
public final class Buffer {
    private final int region;
    private final long sampleBytes;
    private long offset;

    private Buffer(int region, long sampleBytes, long offset) {
        this.region = region;
        this.sampleBytes = sampleBytes;
        this.offset = offset;
    }

    /** Room that is still to be found. */
    public static Buffer in(int region) {
        return new Buffer(region, 0, 0);
    }

    /** A fixed place. */
    public static Buffer at(int region, long offset) {
        return new Buffer(region, 0, offset);
    }

    /** A tensor of the caller's that holds the whole batch, one sample after the other. */
    public static Buffer external(int region, long sampleBytes) {
        return new Buffer(region, sampleBytes, 0);
    }

    /** The values of all samples, one after the other, in a fixed place. */
    public static Buffer ofBatch(int region, long offset, long sampleBytes) {
        return new Buffer(region, sampleBytes, offset);
    }

    /** The place that lies {@code bytes} further on. */
    public Buffer plus(long bytes) {
        return new Buffer(region, sampleBytes, offset + bytes);
    }

    public void place(long offset) {
        this.offset = offset;
    }

    public long address(ExecutionContext executionContext) {
        return executionContext.base(region) + offset + executionContext.firstSample() * sampleBytes;
    }
}
