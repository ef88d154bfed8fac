package dev.updraft;

import dev.updraft.data.columns.RowLayout;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * A row of a group of columns on its way into a network; for generated classes. Columns are told by their places in the group,
 * and null is a missing value.
 */
public final class TypedRow {
    private final RowLayout layout;
    private final float[] values;

    TypedRow(RowLayout layout) {
        this.layout = layout;
        values = layout.row();
    }

    /** A number. */
    public void number(int column, double value) {
        layout.number(values, column, value);
    }

    /** A number that may be missing. */
    public void number(int column, @Nullable Double value) {
        layout.number(values, column, value == null ? Double.NaN : value);
    }

    /** A truth value. */
    public void truth(int column, boolean value) {
        layout.number(values, column, value ? 1 : 0);
    }

    /** A truth value that may be missing. */
    public void truth(int column, @Nullable Boolean value) {
        layout.number(values, column, value == null ? Double.NaN : value ? 1 : 0);
    }

    /** A date. */
    public void moment(int column, @Nullable LocalDate value) {
        layout.cell(values, column, value);
    }

    /** A point in time. */
    public void moment(int column, @Nullable LocalDateTime value) {
        layout.cell(values, column, value);
    }

    /** A time of day. */
    public void moment(int column, @Nullable LocalTime value) {
        layout.cell(values, column, value);
    }

    /** A category or a text. */
    public void text(int column, @Nullable String value) {
        layout.text(values, column, value);
    }

    /** What the network takes. */
    public float[] values() {
        return values;
    }
}
