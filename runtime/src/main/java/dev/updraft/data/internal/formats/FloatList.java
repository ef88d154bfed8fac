package dev.updraft.data.internal.formats;

import dev.updraft.data.DataException;
import java.nio.file.Path;
import java.util.Arrays;

/** Floats that come one by one, in one array in the end. */
final class FloatList {

    private final Path file;
    private float[] values = new float[1024];
    private int size;

    /** @param file what to name if it holds too many */
    FloatList(Path file) {
        this.file = file;
    }

    void add(float value) {
        if (size == values.length) {
            if (size > Integer.MAX_VALUE / 2) {
                throw new DataException(file + ": has more numbers than fit in memory (" + size + "); split the file");
            }
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
