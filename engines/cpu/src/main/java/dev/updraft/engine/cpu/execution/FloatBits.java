package dev.updraft.engine.cpu.execution;

import java.lang.foreign.MemorySegment;

/**
 * Floats made of their bits: one loop writes {@link #bits()}, the next reads {@link #values}. The JIT compiler vectorises both, but
 * no loop with {@link Float#intBitsToFloat} in it; copying the bits costs less than that would.
 */
public final class FloatBits {
    private final int[] bits = new int[ExecutionContext.BLOCK];
    private final float[] values = new float[ExecutionContext.BLOCK];
    private final MemorySegment from = MemorySegment.ofArray(bits);
    private final MemorySegment to = MemorySegment.ofArray(values);

    /** Room for {@link ExecutionContext#BLOCK} of them. */
    public int[] bits() {
        return bits;
    }

    /** The floats whose bits the first {@code count} are. */
    public float[] values(int count) {
        MemorySegment.copy(from, 0, to, 0, (long) count * Float.BYTES);
        return values;
    }
}
