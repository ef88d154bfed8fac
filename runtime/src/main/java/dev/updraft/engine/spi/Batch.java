package dev.updraft.engine.spi;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Samples for one step, in memory that the caller owns and leaves alone until the call returns. Any size from 1 is accepted
 * at any time; a size met for the first time costs a preparation.
 *
 * @param size number of samples
 * @param row place of the first sample in the data, from 0: random numbers that are drawn while predicting or evaluating depend
 *     on a sample's own row, not on its batch; training takes no notice of it
 * @param inputs one segment an input of the model in its order: float32, or int32 where the input is of integers, native
 *     order, row-major, channels-last
 * @param targets one segment a target of the program in its order: int32 class numbers or float32 values; none to predict
 */
public record Batch(int size, long row, List<MemorySegment> inputs, List<MemorySegment> targets) {
    public Batch {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
    }

    /** The same samples, further back in the data. */
    public Batch after(long samples) {
        return new Batch(size, row + samples, inputs, targets);
    }

    /** At the beginning of the data. */
    public Batch(int size, List<MemorySegment> inputs, List<MemorySegment> targets) {
        this(size, 0, inputs, targets);
    }
}
