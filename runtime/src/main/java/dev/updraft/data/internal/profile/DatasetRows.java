package dev.updraft.data.internal.profile;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import dev.updraft.data.internal.tables.RowVisitor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Rows of data that has been read, as those of a file are looked at. */
final class DatasetRows implements RowVisitor.Row {
    private final Dataset data;
    private final List<Cells> columns = new ArrayList<>();
    private int row;

    /** The cells of a column. */
    private interface Cells {
        /** Empty where there is none. */
        String text(int row);

        double number(int row);

        boolean isWritten();
    }

    /** Those of texts. */
    @FunctionalInterface
    private interface Texts extends Cells {
        @Override
        default double number(int row) {
            return Double.NaN;
        }

        @Override
        default boolean isWritten() {
            return true;
        }
    }

    /** Those of numbers. */
    @FunctionalInterface
    private interface Numbers extends Cells {
        @Override
        default String text(int row) {
            return NumberCounts.written(number(row));
        }

        @Override
        default boolean isWritten() {
            return false;
        }
    }

    DatasetRows(Dataset data) {
        this.data = data;
    }

    void add(ColumnValues.Numbers numbers) {
        columns.add((Numbers) numbers::at);
    }

    void add(ColumnValues.Texts texts) {
        columns.add((Texts) row -> {
            var code = texts.code(row);
            return code < 0 ? "" : texts.texts().get(code);
        });
    }

    /** Adds the only target. */
    void add(Dataset.Target target) {
        var room = MemorySegment.ofArray(new int[1]);
        if (!(target instanceof Dataset.Target.Classes(var _, var names, var _))) {
            columns.add((Numbers) row -> {
                data.copyTarget(0, row, room, 0);
                return room.get(JAVA_FLOAT, 0);
            });
            return;
        }
        columns.add((Texts) row -> {
            data.copyTarget(0, row, room, 0);
            return names.get(room.get(JAVA_INT, 0));
        });
    }

    void scan(RowVisitor visitor) {
        for (row = 0; row < data.size(); row++) {
            visitor.visit(this);
        }
    }

    @Override
    public long line() {
        return row + 1L;
    }

    @Override
    public String text(int column) {
        return columns.get(column).text(row);
    }

    @Override
    public boolean isWritten(int column) {
        return columns.get(column).isWritten();
    }

    /** What stands for a missing value, was found out when the file was read. */
    @Override
    public boolean isMissing(int column, Kind kind) {
        var cells = columns.get(column);
        return cells.isWritten() ? cells.text(row).isEmpty() : Double.isNaN(cells.number(row));
    }

    @Override
    public double number(int column) {
        return columns.get(column).number(row);
    }
}
