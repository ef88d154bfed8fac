package dev.updraft.data.internal.formats;

import dev.updraft.data.internal.TableRows;
import dev.updraft.data.internal.spill.RowGroups;
import dev.updraft.data.internal.spill.SpillFile;
import dev.updraft.data.internal.spill.SpillMemory;
import dev.updraft.data.internal.spill.SpilledColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers the inputs of a table, row by row; they go to disk once they are too many for memory. */
final class InputRows {
    private static final long MOST_BYTES = 1L << 32;

    private final Path table;
    private final int width;
    private final RowGroups groups;
    private final long limit = Math.min(SpillMemory.limit(), MOST_BYTES);
    private float[] values;
    private int used;
    private int rows;
    private @Nullable SpillFile file;

    /**
     * None at first.
     *
     * @param width inputs of a row
     * @param columns of the table, targets included
     */
    InputRows(Path table, int width, int columns) {
        this.table = table;
        this.width = width;
        groups = RowGroups.ofRows(width * Float.BYTES, columns);
        values = new float[Math.max(1, width)];
    }

    void add(float value) {
        if (used == values.length) {
            values = Arrays.copyOf(values, Math.max(used + width, (int) Math.min(2L * used, Integer.MAX_VALUE - 64)));
        }
        values[used++] = value;
    }

    void endRow() {
        rows++;
        if ((rows & (groups.rows() - 1)) == 0 && (file != null || (long) used * Float.BYTES > limit)) {
            write();
        }
    }

    int count() {
        return rows;
    }

    private SpillFile write() {
        var into = file == null ? SpillFile.create(table.toString()) : file;
        file = into;
        for (var from = 0; from < used; from += groups.rows() * width) {
            var bytes = ByteBuffer.allocate(groups.bytes()).order(ByteOrder.nativeOrder());
            bytes.asFloatBuffer().put(values, from, Math.min(used - from, groups.rows() * width));
            into.append(bytes.array());
        }
        values = values.length == groups.rows() * width ? values : new float[groups.rows() * width];
        used = 0;
        return into;
    }

    /** @param notices hears that rows are on disk */
    TableRows finish(Consumer<String> notices) {
        if (file == null) {
            return TableRows.of(Arrays.copyOf(values, used), width);
        }
        var on = write();
        notices.accept(on.notice(rows, limit));
        return TableRows.of(new SpilledColumn(on, groups, 0, rows));
    }
}
