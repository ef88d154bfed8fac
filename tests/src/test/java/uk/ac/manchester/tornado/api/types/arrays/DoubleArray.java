package uk.ac.manchester.tornado.api.types.arrays;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** Numbers behind a header. */
public final class DoubleArray extends TornadoNativeArray {
    private DoubleArray(MemorySegment elements) {
        super(elements);
    }

    /** Wraps header and elements. */
    public static DoubleArray fromSegmentShallow(MemorySegment segment) {
        return new DoubleArray(segment.asSlice(ARRAY_HEADER));
    }

    @Override
    public int getSize() {
        return super.getSize() / 2;
    }

    public double get(int index) {
        return elements.getAtIndex(JAVA_DOUBLE_UNALIGNED, index);
    }

    public void set(int index, double value) {
        elements.setAtIndex(JAVA_DOUBLE_UNALIGNED, index, value);
    }

    @Override
    public TornadoNativeArray copy() {
        return new DoubleArray(fresh());
    }
}
