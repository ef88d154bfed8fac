package dev.updraft.engine.cpu.execution;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The process's memory by absolute address. Addresses come from {@link Buffer}s, whose plan is checked when it is made;
 * a segment a buffer would mean an allocation a task.
 */
@SuppressWarnings("restricted")
public final class Memory {
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final float[] ZEROS = new float[1024];

    private Memory() {}

    public static float get(long address) {
        return ALL.get(FLOAT, address);
    }

    public static void set(long address, float value) {
        ALL.set(FLOAT, address, value);
    }

    public static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT, address);
    }

    public static void setInt(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT, address, value);
    }

    public static void setLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG, address, value);
    }

    public static void load(long address, float[] target, int start, int count) {
        MemorySegment.copy(ALL, FLOAT, address, target, start, count);
    }

    /** Copies float64. */
    public static void load(long address, double[] target, int start, int count) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_DOUBLE, address, target, start, count);
    }

    /** Copies float64. */
    public static void store(double[] source, int start, int count, long address) {
        MemorySegment.copy(source, start, ALL, ValueLayout.JAVA_DOUBLE, address, count);
    }

    /** Copies float32 as the bits that it consists of. */
    public static void loadBits(long address, int[] target, int count) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_INT, address, target, 0, count);
    }

    public static void store(float[] source, int count, long address) {
        store(source, 0, count, address);
    }

    public static void store(float[] source, int start, int count, long address) {
        MemorySegment.copy(source, start, ALL, FLOAT, address, count);
    }

    public static void copy(long from, long to, long bytes) {
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }

    public static void zero(long address, long bytes) {
        var floats = bytes / Float.BYTES;
        for (var done = 0L; done < floats; done += ZEROS.length) {
            store(ZEROS, (int) Math.min(ZEROS.length, floats - done), address + done * Float.BYTES);
        }
    }
}
