package uk.ac.manchester.tornado.api.types.arrays;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/** Elements of four bytes, on the host or standing for those on the device. */
public abstract class TornadoNativeArray {
    public static final long ARRAY_HEADER = 16;

    protected final MemorySegment elements;

    TornadoNativeArray(MemorySegment elements) {
        this.elements = elements;
    }

    public int getSize() {
        return (int) (elements.byteSize() / Integer.BYTES);
    }

    /** Another array of this size, with what memory of a device holds that nobody has written: anything. */
    public abstract TornadoNativeArray copy();

    MemorySegment fresh() {
        var fresh = MemorySegment.ofArray(new int[(int) (elements.byteSize() / Integer.BYTES)]);
        for (var i = 0; i < elements.byteSize() / Integer.BYTES; i++) {
            fresh.setAtIndex(JAVA_INT, i, Float.floatToRawIntBits(Float.NaN));
        }
        return fresh;
    }

    /** What a transfer does. */
    public void copyFrom(TornadoNativeArray other) {
        MemorySegment.copy(other.elements, 0, elements, 0, elements.byteSize());
    }
}
