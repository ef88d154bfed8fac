package dev.updraft.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A model as it was at one moment of its training, to go back to: see {@link Training#restore}. */
public interface ModelSnapshot {

    /** Writes it, for a checkpoint. */
    void write(DataOutput out) throws IOException;

    /** What {@link #write} wrote of the same model. */
    ModelSnapshot read(DataInput in) throws IOException;
}
