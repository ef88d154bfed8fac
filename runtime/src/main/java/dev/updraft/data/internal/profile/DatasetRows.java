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

        /** Answered without writing the number out. */
        default boolean isMissing(int row) {
            return text(row).isEmpty();
        }
    }

    DatasetRows(Dataset data) {
        this.data = data;
    }

    void add(ColumnValues.Numbers numbers) {
        columns.add(new Cells() {
            @Override
            public String text(int row) {
                return written(numbers.at(row));
            }

            @Override
            public double number(int row) {
                return numbers.at(row);
            }

            @Override
            public boolean isMissing(int row) {
                return Double.isNaN(numbers.at(row));
            }
        });
    }

    void add(ColumnValues.Texts texts) {
        columns.add(new Cells() {
            @Override
            public String text(int row) {
                var code = texts.code(row);
                return code < 0 ? "" : texts.texts().get(code);
            }

            @Override
            public double number(int row) {
                return Double.NaN;
            }
        });
    }

    /** Adds the only target. */
    void add(Dataset.Target target) {
        var room = MemorySegment.ofArray(new int[1]);
        var names = target instanceof Dataset.Target.Classes classes ? classes.names() : List.<String>of();
        columns.add(new Cells() {
            @Override
            public String text(int row) {
                data.copyTarget(0, row, room, 0);
                return names.isEmpty() ? written(room.get(JAVA_FLOAT, 0)) : names.get(room.get(JAVA_INT, 0));
            }

            @Override
            public double number(int row) {
                data.copyTarget(0, row, room, 0);
                return names.isEmpty() ? room.get(JAVA_FLOAT, 0) : Double.NaN;
            }
        });
    }

    private static String written(double number) {
        if (Double.isNaN(number)) {
            return "";
        }
        return number == (long) number ? Long.toString((long) number) : Double.toString(number);
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

    /** What stands for a missing value, was found out when the file was read. */
    @Override
    public boolean isMissing(int column, Kind kind) {
        return columns.get(column).isMissing(row);
    }

    @Override
    public double number(int column) {
        return columns.get(column).number(row);
    }
}
