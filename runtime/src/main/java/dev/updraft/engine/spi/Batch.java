package dev.updraft.engine.spi;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Samples for one step, in memory that the caller owns and leaves alone until the call returns. Any size from 1 is accepted
 * at any time; a size met for the first time costs a preparation.
 *
 * @param size number of samples
 * @param inputs one segment an input of the model in its order: float32, or int32 where the input is of integers, native
 *     order, row-major, channels-last
 * @param targets one segment a target of the program in its order: int32 class numbers or float32 values; none to predict
 */
public record Batch(int size, List<MemorySegment> inputs, List<MemorySegment> targets) {
    public Batch {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
    }
}
