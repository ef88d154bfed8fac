package uk.ac.manchester.tornado.api.types.arrays;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/** Numbers behind a header. */
public final class IntArray extends TornadoNativeArray {
    private IntArray(MemorySegment elements) {
        super(elements);
    }

    /** Wraps header and elements. */
    public static IntArray fromSegmentShallow(MemorySegment segment) {
        return new IntArray(segment.asSlice(ARRAY_HEADER));
    }

    public int get(int index) {
        return elements.getAtIndex(JAVA_INT, index);
    }

    public void set(int index, int value) {
        elements.setAtIndex(JAVA_INT, index, value);
    }

    @Override
    public TornadoNativeArray copy() {
        return new IntArray(fresh());
    }
}
