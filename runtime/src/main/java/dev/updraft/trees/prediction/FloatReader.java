package dev.updraft.trees.prediction;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Floats out of memory that is mostly unused behind those that are asked for: what is before these is copied. */
final class FloatReader {
    private static final int FEWEST = 1 << 12;

    private final MemorySegment from;
    private final int length;
    private float[] copied = new float[0];

    FloatReader(MemorySegment from) {
        this.from = from;
        length = Math.toIntExact(from.byteSize() / Float.BYTES);
    }

    int length() {
        return length;
    }

    float get(int place) {
        if (place >= copied.length) {
            copy(place);
        }
        return copied[place];
    }

    private void copy(int place) {
        if (place >= length) {
            throw new IndexOutOfBoundsException(place);
        }
        var before = copied.length;
        copied = Arrays.copyOf(copied, (int) Math.min(length, Math.max(place + 1L, Math.max(2L * before, FEWEST))));
        MemorySegment.copy(from, JAVA_FLOAT, (long) before * Float.BYTES, copied, before, copied.length - before);
    }
}
