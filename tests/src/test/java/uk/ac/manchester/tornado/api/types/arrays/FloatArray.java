package uk.ac.manchester.tornado.api.types.arrays;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/** Numbers behind a header. */
public final class FloatArray extends TornadoNativeArray {
    private FloatArray(MemorySegment elements) {
        super(elements);
    }

    /** Wraps header and elements. */
    public static FloatArray fromSegmentShallow(MemorySegment segment) {
        return new FloatArray(segment.asSlice(ARRAY_HEADER));
    }

    public float get(int index) {
        return elements.getAtIndex(JAVA_FLOAT, index);
    }

    public void set(int index, float value) {
        elements.setAtIndex(JAVA_FLOAT, index, value);
    }

    @Override
    public TornadoNativeArray copy() {
        return new FloatArray(fresh());
    }
}
