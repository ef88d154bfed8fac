package dev.updraft.engine.cpu;

/**
 * Room for a value: in which region, how much, and from when to when. Tasks hold on to it while a graph is being bound;
 * where it lies is decided at the end, when all demands are known.
 */
final class Buffer {
    private final int region;
    private final long sampleBytes;
    private long bytes;
    private int first = Integer.MAX_VALUE;
    private int last = Integer.MIN_VALUE;
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

    int region() {
        return region;
    }

    long bytes() {
        return bytes;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    /** Says that so many bytes are needed. */
    Buffer room(long atLeast) {
        bytes = Math.max(bytes, atLeast);
        return this;
    }

    /** Says that the value is there at {@code point}. */
    Buffer use(int point) {
        first = Math.min(first, point);
        last = Math.max(last, point);
        return this;
    }

    /** Says that the value must never be overwritten by another. */
    Buffer keep() {
        return use(0).use(Integer.MAX_VALUE);
    }

    void place(long offset) {
        this.offset = offset;
    }

    long address(ExecutionContext executionContext) {
        return executionContext.base(region) + offset + executionContext.firstSample() * sampleBytes;
    }
}
