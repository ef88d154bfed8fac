package dev.updraft.training.trees;

import dev.updraft.training.ModelSnapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A model that consists of the first of its trees: those never change.
 *
 * @param rounds how many epochs grew them
 */
record TreeSnapshot(int rounds) implements ModelSnapshot {
    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(rounds);
    }

    @Override
    public ModelSnapshot read(DataInput in) throws IOException {
        var read = in.readInt();
        if (read < 0) {
            throw new IOException("a snapshot of " + read + " trees");
        }
        return new TreeSnapshot(read);
    }
}
