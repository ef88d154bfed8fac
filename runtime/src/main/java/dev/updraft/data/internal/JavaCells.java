package dev.updraft.data.internal;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.data.ClassLabel;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Cells of columns as Java has them. */
public final class JavaCells {
    private static final double SECONDS_A_DAY = 24 * 60 * 60;
    private static final double NANOS = 1e9;

    private JavaCells() {}

    /**
     * The number of a cell; NaN for null, NaN and an empty text.
     *
     * @throws IllegalArgumentException if it is of another type than the column
     */
    public static double number(ColumnKind.Measured kind, @Nullable Object cell) {
        if (cell == null || (cell instanceof String text && text.isBlank())) {
            return Double.NaN;
        }
        return switch (kind) {
            case ColumnKind.Numeric _ ->
                switch (cell) {
                    case Number number when !Double.isInfinite(number.doubleValue()) -> number.doubleValue();
                    case Boolean truth -> truth ? 1 : 0;
                    default -> throw wrong(cell, "a finite number");
                };
            case ColumnKind.Bool _ ->
                switch (cell) {
                    case Boolean truth -> truth ? 1 : 0;
                    case Number number
                    when number.doubleValue() == 0 || number.doubleValue() == 1 -> number.doubleValue();
                    default -> throw wrong(cell, "true or false");
                };
            case ColumnKind.Date _ -> Math.floor(days(cell, ZoneId.of("UTC"), "a LocalDate"));
            case ColumnKind.DateTime(var _, var zone, var _) ->
                days(cell, ZoneId.of(zone), "a LocalDateTime or an Instant");
            case ColumnKind.Time _ ->
                seconds(
                        switch (cell) {
                            case LocalTime time -> time;
                            case Date date -> local(date).toLocalTime();
                            default -> throw wrong(cell, "a LocalTime");
                        });
        };
    }

    @SuppressWarnings("JavaUtilDate") // JDBC has no other.
    private static double days(Object cell, ZoneId zone, String expected) {
        var local = switch (cell) {
            case LocalDate date -> date.atStartOfDay();
            case LocalDateTime dateTime -> dateTime;
            case Instant instant -> LocalDateTime.ofInstant(instant, zone);
            case OffsetDateTime offset -> offset.atZoneSameInstant(zone).toLocalDateTime();
            case ZonedDateTime zoned -> zoned.withZoneSameInstant(zone).toLocalDateTime();
            case Date date -> local(date);
            default -> throw wrong(cell, expected);
        };
        return days(local);
    }

    /** The number of a point in time. */
    public static double days(LocalDateTime time) {
        return time.toLocalDate().toEpochDay() + seconds(time.toLocalTime()) / SECONDS_A_DAY;
    }

    /** The number of a time of day. */
    public static double seconds(LocalTime time) {
        return time.toNanoOfDay() / NANOS;
    }

    /** As JDBC's dates, times and timestamps are meant, whose numbers are of the process's own time zone. */
    @SuppressWarnings("JavaUtilDate") // JDBC has no other.
    private static LocalDateTime local(Date date) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(date.getTime()), ZoneId.systemDefault());
    }

    /** The text of a cell; null for null and what is empty. */
    public static @Nullable String text(@Nullable Object cell) {
        if (cell == null) {
            return null;
        }
        if (cell instanceof ClassLabel label) {
            return label.text();
        }
        // 1.0 of a spreadsheet or a database is the category 1.
        var text = switch (cell) {
            case Double number when number.isNaN() -> "";
            case Float number when number.isNaN() -> "";
            case Double number when isWhole(number) -> Long.toString(number.longValue());
            case Float number when isWhole(number) -> Long.toString(number.longValue());
            case BigDecimal number -> number.toPlainString();
            default -> cell.toString().strip();
        };
        return text.isEmpty() ? null : text;
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15;
    }

    private static IllegalArgumentException wrong(Object cell, String expected) {
        var text = cell.toString();
        return new IllegalArgumentException("is '" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "' ("
                + cell.getClass().getSimpleName() + "), where " + expected + " is expected");
    }
}
