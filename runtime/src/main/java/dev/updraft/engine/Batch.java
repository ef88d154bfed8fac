package dev.updraft.engine;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples for one step, in memory that the caller owns and leaves alone until the call returns. Any size from 1 is
 * accepted at any time; a size met for the first time costs a preparation.
 *
 * @param size number of samples
 * @param inputs one segment an input of the model in its order: float32 or int32 as the input is, native order, row-major, channels-last
 * @param target int32 class numbers or float32 values, or null to predict
 */
public record Batch(
        int size, List<MemorySegment> inputs, @Nullable MemorySegment target) {
    public Batch {
        inputs = List.copyOf(inputs);
    }
}
