package dev.updraft.data.internal;

import dev.updraft.compiler.columns.ColumnKind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Values of a column that gives the order of rows, as people write them. */
public final class MomentText {
    private static final long SECONDS_A_DAY = 24L * 60 * 60;
    private static final double MILLIS_A_DAY = 1000.0 * SECONDS_A_DAY;

    private MomentText() {}

    /** ISO 8601 of dates, and numbers as they are. */
    public static String of(ColumnKind kind, double value) {
        return switch (kind) {
            case ColumnKind.Date _ ->
                LocalDate.ofEpochDay((long) Math.floor(value)).toString();
            // Days as a double tell microseconds apart, so that milliseconds are exact.
            case ColumnKind.DateTime _ ->
                LocalDateTime.of(1970, 1, 1, 0, 0)
                        .plus(Math.round(value * MILLIS_A_DAY), ChronoUnit.MILLIS)
                        .toString();
            default -> number(value);
        };
    }

    /** How far values are apart: {@code 1 h}, {@code 7 days}; of numbers the difference. */
    public static String distance(ColumnKind kind, double difference) {
        if (!(kind instanceof ColumnKind.Date || kind instanceof ColumnKind.DateTime)) {
            return number(difference);
        }
        var seconds = difference * SECONDS_A_DAY;
        if (difference >= 1) {
            return counted(difference, "day");
        }
        if (seconds >= 3600) {
            return counted(seconds / 3600, "hour");
        }
        return seconds >= 60 ? counted(seconds / 60, "minute") : counted(seconds, "second");
    }

    private static String counted(double count, String what) {
        var text = number(Math.round(count * 100) / 100.0);
        return text + " " + what + (text.equals("1") ? "" : "s");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : new BigDecimal(Double.toString(value)).toPlainString();
    }
}
