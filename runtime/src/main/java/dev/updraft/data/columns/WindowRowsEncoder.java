package dev.updraft.data.columns;

import dev.updraft.data.RowWindows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of windows, of which each is encoded once if they do not take too much memory: windows overlap, and a row is
 * read in every epoch as often as a window has rows.
 */
final class WindowRowsEncoder {
    private static final long MOST_BYTES = 512L << 20;

    private final RowWindows windows;
    private final RowEncoder encoder;
    private final long rowBytes;
    private final @Nullable MemorySegment encoded;

    WindowRowsEncoder(RowWindows windows, RowEncoder encoder) {
        this.windows = windows;
        this.encoder = encoder;
        rowBytes = (long) windows.group().width() * Float.BYTES;
        var rows = windows.rows().size();
        encoded = rows * rowBytes <= MOST_BYTES ? Arena.ofAuto().allocate(rows * rowBytes, Float.BYTES) : null;
        for (var row = 0; encoded != null && row < rows; row++) {
            encoder.write(row, TargetFolds.NONE, encoded, row * rowBytes);
        }
    }

    /** @param offset where the sample begins, in bytes */
    void write(int sample, MemorySegment target, long offset) {
        var first = windows.first(sample);
        var past = windows.window().past();
        if (encoded != null) {
            MemorySegment.copy(encoded, first * rowBytes, target, offset, past * rowBytes);
            return;
        }
        for (var row = 0; row < past; row++) {
            encoder.write(first + row, TargetFolds.NONE, target, offset + row * rowBytes);
        }
    }
}
