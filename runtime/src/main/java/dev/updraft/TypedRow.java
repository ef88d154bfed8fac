package dev.updraft;

import dev.updraft.data.columns.RowLayout;
import dev.updraft.data.internal.JavaCells;
import java.lang.foreign.MemorySegment;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * A row of a group of columns on its way into a network; for generated classes, which write every column. Columns are told by
 * their places in the group, and null is a missing value. Nothing is allocated, with the exceptions of {@link RowLayout}.
 */
public final class TypedRow {
    private final RowLayout layout;
    private MemorySegment target = MemorySegment.NULL;
    private long row;

    TypedRow(RowLayout layout) {
        this.layout = layout;
    }

    /** This, writing there. */
    TypedRow at(MemorySegment memory, long offset) {
        target = memory;
        row = offset;
        return this;
    }

    /** A number. */
    public void number(int column, double value) {
        layout.number(target, row, column, value);
    }

    /** A number that may be missing. */
    public void number(int column, @Nullable Double value) {
        layout.number(target, row, column, value == null ? Double.NaN : value);
    }

    /** A truth value. */
    public void truth(int column, boolean value) {
        layout.number(target, row, column, value ? 1 : 0);
    }

    /** A truth value that may be missing. */
    public void truth(int column, @Nullable Boolean value) {
        layout.number(target, row, column, value == null ? Double.NaN : value ? 1 : 0);
    }

    /** A date. */
    public void moment(int column, @Nullable LocalDate value) {
        layout.number(target, row, column, value == null ? Double.NaN : value.toEpochDay());
    }

    /** A point in time. */
    public void moment(int column, @Nullable LocalDateTime value) {
        layout.number(target, row, column, value == null ? Double.NaN : JavaCells.days(value));
    }

    /** A time of day. */
    public void moment(int column, @Nullable LocalTime value) {
        layout.number(target, row, column, value == null ? Double.NaN : JavaCells.seconds(value));
    }

    /** A category or a text; what is blank is missing, as in a table. */
    public void text(int column, @Nullable String value) {
        layout.text(target, row, column, JavaCells.text(value));
    }
}
