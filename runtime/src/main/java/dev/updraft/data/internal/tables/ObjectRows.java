package dev.updraft.data.internal.tables;

import dev.updraft.data.internal.JavaCells;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose cells have types, as those of databases do. Only null and empty texts are missing: {@code NA} is a text.
 *
 * @param name for messages
 * @param header names of the columns
 * @param description a line about where they come from
 * @param cells the rows
 */
record ObjectRows(String name, List<String> header, String description, Cells cells) implements RowSource {

    /** Gives rows, several times. */
    @FunctionalInterface
    interface Cells {
        void each(Consumer<@Nullable Object[]> row);
    }

    @Override
    public String rowPrefix() {
        return name + ": row ";
    }

    @Override
    public NumberParser numbers() {
        return new NumberParser('.', NumberParser.NONE);
    }

    @Override
    public MissingMarks missing() {
        return MissingMarks.of(List.of());
    }

    @Override
    public String absent(int column) {
        return "";
    }

    @Override
    public void read(CellSink sink, TableProblems problems) {
        var row = new long[1];
        cells.each(values -> {
            sink.beginRow(++row[0]);
            for (var column = 0; column < values.length; column++) {
                var text = text(values[column]);
                if (text != null) {
                    sink.cell(column, text.toCharArray(), 0, text.length());
                }
            }
            sink.endRow();
        });
    }

    /** Midnight is a day: tables often have days as points in time. */
    private static @Nullable String text(@Nullable Object cell) {
        return cell instanceof LocalDateTime dateTime && dateTime.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? dateTime.toLocalDate().toString()
                : JavaCells.text(cell);
    }
}
