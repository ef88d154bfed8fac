package dev.updraft.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A snapshot of a model during training, to return to: see {@link Training#restore}. */
public interface ModelSnapshot {

    /** Writes it, for a checkpoint. */
    void write(DataOutput out) throws IOException;

    /** Reads what {@link #write} wrote for the same model. */
    ModelSnapshot read(DataInput in) throws IOException;
}
