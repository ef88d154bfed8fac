package uk.ac.manchester.tornado.api.types.arrays;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** Numbers behind a header. */
public final class LongArray extends TornadoNativeArray {
    private LongArray(MemorySegment elements) {
        super(elements);
    }

    /** Wraps header and elements. */
    public static LongArray fromSegmentShallow(MemorySegment segment) {
        return new LongArray(segment.asSlice(ARRAY_HEADER));
    }

    @Override
    public int getSize() {
        return super.getSize() / 2;
    }

    public long get(int index) {
        return elements.getAtIndex(JAVA_LONG_UNALIGNED, index);
    }

    public void set(int index, long value) {
        elements.setAtIndex(JAVA_LONG_UNALIGNED, index, value);
    }

    @Override
    public TornadoNativeArray copy() {
        return new LongArray(fresh());
    }
}
