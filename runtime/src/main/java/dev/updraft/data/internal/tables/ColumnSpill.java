package dev.updraft.data.internal.tables;

import dev.updraft.data.internal.spill.RowGroups;
import dev.updraft.data.internal.spill.SpillFile;
import dev.updraft.data.internal.spill.SpillMemory;
import dev.updraft.data.internal.spill.SpilledColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the cells of a table to disk, group by group of its rows, once they are too many for memory. */
final class ColumnSpill {
    private final String table;
    private final ColumnBuilder[] builders;
    private final RowGroups groups;
    private final long limit = SpillMemory.limit();
    private @Nullable SpillFile file;
    /** Rows on disk. */
    private int written;

    /** @param table its name, for messages */
    ColumnSpill(String table, ColumnBuilder[] builders) {
        this.table = table;
        this.builders = builders;
        groups = RowGroups.ofColumns(
                Arrays.stream(builders).map(ColumnBuilder::width).toList());
    }

    /** How many of the first rows the builders no longer have. */
    int written() {
        return written;
    }

    /** Looks after each row whether cells have to go to disk. */
    void rowAdded(int rows) {
        if ((rows & (groups.rows() - 1)) == 0
                && (file != null || (long) rows * groups.rowBytes() + textBytes() > limit)) {
            write(rows);
            spillTexts();
        }
    }

    private long textBytes() {
        return Arrays.stream(builders).mapToLong(ColumnBuilder::textBytes).sum();
    }

    /** Those of the column that has most, first. */
    private void spillTexts() {
        while (textBytes() > limit / 2) {
            Arrays.stream(builders)
                    .max(Comparator.comparingLong(ColumnBuilder::textBytes))
                    .orElseThrow()
                    .spillTexts(table);
        }
    }

    private void write(int rows) {
        var into = file == null ? SpillFile.create(table) : file;
        file = into;
        var bytes = ByteBuffer.allocate(groups.bytes()).order(ByteOrder.nativeOrder());
        for (var from = written; from < rows; from += groups.rows()) {
            bytes.clear();
            var to = Math.min(rows, from + groups.rows());
            for (var builder : builders) {
                var next = bytes.position() + builder.width() * groups.rows();
                builder.write(from - written, to - written, bytes);
                bytes.position(next);
            }
            into.append(bytes.array());
        }
        for (var builder : builders) {
            builder.clear();
        }
        written = rows;
    }

    /** The columns of all rows, wherever their cells are. */
    List<Column> build(int rows, TableProblems problems) {
        var columns = new ArrayList<Column>(builders.length);
        if (file == null) {
            for (var builder : builders) {
                columns.add(builder.build());
            }
            return List.copyOf(columns);
        }
        write(rows);
        for (var i = 0; i < builders.length; i++) {
            columns.add(builders[i].build(new SpilledColumn(file, groups, i, rows)));
        }
        problems.notice(file.notice(rows, limit));
        return List.copyOf(columns);
    }
}
