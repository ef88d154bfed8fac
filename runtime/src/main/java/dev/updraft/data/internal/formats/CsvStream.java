package dev.updraft.data.internal.formats;

import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Progress;
import java.io.FilterReader;
import java.io.Reader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A table that comes from elsewhere than a file. */
public final class CsvStream {
    /** Stands in messages for a name that no path can be, such as an address. */
    private static final Path UNNAMED = Path.of("\uFFFCtable");

    private CsvStream() {}

    /**
     * Reads a table to its end; the reader is left open.
     *
     * @param progress receives sentences about columns, and the number of rows read so far
     */
    public static Dataset read(Reader in, String name, DataSpec dataSpec, Progress progress) {
        var path = path(name);
        try {
            return new CsvFile(path).read(leftOpen(in), dataSpec, name, progress);
        } catch (DataException e) {
            var message = String.valueOf(e.getMessage()).replace(path.toString(), name);
            throw e.getCause() == null ? new DataException(message) : new DataException(message, e.getCause());
        }
    }

    private static Path path(String name) {
        try {
            var path = Path.of(name);
            return path.toString().equals(name) && !name.isEmpty() ? path : UNNAMED;
        } catch (InvalidPathException _) {
            return UNNAMED;
        }
    }

    private static Reader leftOpen(Reader in) {
        return new FilterReader(in) {
            @Override
            public void close() {
                // Whoever opened it closes it.
            }
        };
    }
}
