package dev.updraft.engine.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The process's memory by absolute address. Addresses come from {@link Buffer}s, whose plan is checked when it is made;
 * a segment a buffer would mean an allocation a task.
 */
@SuppressWarnings("restricted")
final class Memory {
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Memory() {}

    static float get(long address) {
        return ALL.get(FLOAT, address);
    }

    static void set(long address, float value) {
        ALL.set(FLOAT, address, value);
    }

    static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT, address);
    }

    static void load(long address, float[] target, int start, int count) {
        MemorySegment.copy(ALL, FLOAT, address, target, start, count);
    }

    static void store(float[] source, int count, long address) {
        MemorySegment.copy(source, 0, ALL, FLOAT, address, count);
    }

    static void copy(long from, long to, long bytes) {
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }

    static void zero(long address, long bytes) {
        for (var offset = 0L; offset < bytes; offset += Float.BYTES) {
            set(address + offset, 0);
        }
    }
}
