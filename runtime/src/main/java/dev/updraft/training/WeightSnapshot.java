package dev.updraft.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A copy of a model's weights and running statistics, without what the optimizer remembers. */
public interface WeightSnapshot {
    /** Writes the bytes of all values. */
    void write(DataOutput out) throws IOException;

    /** What {@link #write} wrote of the same model's weights. */
    WeightSnapshot read(DataInput in) throws IOException;
}
