package dev.updraft.data.internal.grouped;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How dates are written. */
public final class DatePatterns {
    /** The usual ones; of two that read the same text, the first is meant only if no cell contradicts. */
    private static final List<String> DATES = List.of(
            "yyyy-M-d",
            "yyyy/M/d",
            "yyyy.M.d",
            "yyyyMMdd",
            "d.M.yyyy",
            "M/d/yyyy",
            "d/M/yyyy",
            "d-M-yyyy",
            "M-d-yyyy",
            "M/d/yy",
            "d.M.yy",
            "d/M/yy",
            "d MMM yyyy",
            "d-MMM-yyyy",
            "d-MMM-yy",
            "MMM d yyyy",
            "MMM d, yyyy",
            "MMMM d, yyyy",
            "d MMMM yyyy");

    private static final List<String> TIMES = List.of("H:mm", "H:mm:ss", "h:mm a", "h:mm:ss a", "H:mm:ss.SSS");
    private static final int MOST_TRIED = 1000;

    private DatePatterns() {}

    /**
     * A pattern that all texts have.
     *
     * @param daysOnly whether they have no time of day
     */
    public static Optional<String> of(List<String> texts, boolean daysOnly) {
        var some = texts.stream().limit(MOST_TRIED).toList();
        return some.isEmpty()
                ? Optional.empty()
                : DATES.stream()
                        .flatMap(date -> daysOnly
                                ? List.of(date).stream()
                                : TIMES.stream()
                                        .flatMap(time -> List.of(date + " " + time, date + "'T'" + time).stream()))
                        .filter(pattern -> some.stream().allMatch(text -> isWritten(text, pattern, daysOnly)))
                        .findFirst();
    }

    /** Reads texts of a pattern, whatever their case. 30 February is no date, rather than the last of that month. */
    static DateTimeFormatter formatter(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static boolean isWritten(String text, String pattern, boolean daysOnly) {
        try {
            var formatter = formatter(pattern);
            if (daysOnly) {
                formatter.parse(text, LocalDate::from);
            } else {
                formatter.parse(text, LocalDateTime::from);
            }
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
