package dev.updraft.data.internal.grouped;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.JavaCells;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/** Numbers of cells that are written in words: truth values, dates, times. */
public final class CellParser {
    private static final List<String> TRUE = List.of("true", "yes", "t", "y", "on", "1", "1.0");
    private static final List<String> FALSE = List.of("false", "no", "f", "n", "off", "0", "0.0");
    private static final int MOST_SHOWN = 10;

    private final ColumnKind.Measured kind;
    private final DateTimeFormatter formatter;

    private CellParser(ColumnKind.Measured kind) {
        this.kind = kind;
        formatter = switch (kind) {
            case ColumnKind.Date(var pattern, var _) -> formatter(pattern, DateTimeFormatter.ISO_LOCAL_DATE);
            case ColumnKind.DateTime(var pattern, var _, var _) -> formatter(pattern, DateTimeFormatter.ISO_DATE_TIME);
            case ColumnKind.Time(var pattern, var _) -> formatter(pattern, DateTimeFormatter.ISO_LOCAL_TIME);
            case ColumnKind.Numeric _, ColumnKind.Bool _ -> DateTimeFormatter.ISO_LOCAL_DATE;
        };
    }

    private static DateTimeFormatter formatter(String pattern, DateTimeFormatter iso) {
        return pattern.isEmpty() ? iso : DatePatterns.formatter(pattern);
    }

    /**
     * The number of each of these texts.
     *
     * @param rows how many there are
     * @param place names a row
     * @param column its name in the table
     * @throws DataException if some cannot be read; all are counted, and the first are shown
     */
    static ColumnValues.Numbers parse(
            ColumnKind.Measured kind, ColumnValues.Texts cells, int rows, String column, IntFunction<String> place) {
        var parser = new CellParser(kind);
        var texts = cells.texts();
        var values = new double[texts.size()];
        var wrong = new boolean[texts.size()];
        var isAnyWrong = false;
        for (var i = 0; i < values.length; i++) {
            try {
                values[i] = parser.parse(texts.get(i));
            } catch (DateTimeException _) {
                wrong[i] = true;
                isAnyWrong = true;
            }
        }
        if (isAnyWrong) {
            parser.requireRead(cells, wrong, rows, column, place);
        }
        return row -> {
            var code = cells.code(row);
            return code < 0 ? Double.NaN : values[code];
        };
    }

    /** Texts may be of rows that were left out. */
    private void requireRead(
            ColumnValues.Texts cells, boolean[] wrong, int rows, String column, IntFunction<String> place) {
        var texts = cells.texts();
        var shown = new ArrayList<String>();
        var bad = 0;
        for (var row = 0; row < rows; row++) {
            var code = cells.code(row);
            if (code >= 0 && wrong[code]) {
                bad++;
                if (shown.size() < MOST_SHOWN) {
                    shown.add(place.apply(row) + ": column " + column + ": '" + abbreviated(texts.get(code)) + "'"
                            + expected());
                }
            }
        }
        if (bad > 0) {
            throw new DataException(shown.stream().collect(joining("\n  "))
                    + (bad > shown.size() ? "\n  and " + (bad - shown.size()) + " more" : "")
                    + "\n  " + advice(texts));
        }
    }

    /** Whether all these texts are cells of that kind, which is not that of numbers. */
    public static boolean reads(ColumnKind.Measured kind, Collection<String> texts) {
        return firstUnread(kind, texts).isEmpty();
    }

    /** The first of these texts that is no cell of that kind. */
    public static Optional<String> firstUnread(ColumnKind.Measured kind, Collection<String> texts) {
        var parser = new CellParser(kind);
        return texts.stream().filter(text -> !parser.reads(text)).findFirst();
    }

    /** The number of a text that is a cell of that kind, by which cells are in order. */
    public static double number(ColumnKind.Measured kind, String text) {
        return new CellParser(kind).parse(text);
    }

    private boolean reads(String text) {
        try {
            parse(text);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private double parse(String text) {
        return switch (kind) {
            case ColumnKind.Bool _ -> truth(text.toLowerCase(Locale.ROOT));
            case ColumnKind.Date _ ->
                (double) formatter.parse(text, LocalDate::from).toEpochDay();
            case ColumnKind.DateTime(var pattern, var zone, var _) ->
                days(formatter.parse(pattern.isEmpty() ? iso(text) : text), ZoneId.of(zone));
            case ColumnKind.Time _ -> JavaCells.seconds(formatter.parse(text, LocalTime::from));
            case ColumnKind.Numeric _ -> throw new IllegalArgumentException("numbers are read as such");
        };
    }

    /** {@code 2024-05-01 13:00} is as good as with a T; a day alone begins at midnight. */
    private static String iso(String text) {
        if (text.length() == "2024-05-01".length()) {
            return text + "T00:00";
        }
        return text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + "T" + text.substring(11) : text;
    }

    /** By the clock of the zone; of a text that names another, by the same moment. */
    private static double days(TemporalAccessor parsed, ZoneId zone) {
        LocalDateTime local;
        if (parsed.query(TemporalQueries.zone()) == null) {
            var time = parsed.query(TemporalQueries.localTime());
            local = LocalDate.from(parsed).atTime(time == null ? LocalTime.MIDNIGHT : time);
        } else if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
            local = OffsetDateTime.from(parsed).atZoneSameInstant(zone).toLocalDateTime();
        } else {
            local = ZonedDateTime.from(parsed).withZoneSameInstant(zone).toLocalDateTime();
        }
        return JavaCells.days(local);
    }

    private static double truth(String word) {
        if (TRUE.contains(word)) {
            return 1;
        }
        if (FALSE.contains(word)) {
            return 0;
        }
        throw new DateTimeException("no truth value");
    }

    private String expected() {
        return switch (kind) {
            case ColumnKind.Bool _ -> " is neither true nor false";
            case ColumnKind.Date(var pattern, var _) -> " is not a date" + written(pattern, "2024-05-31");
            case ColumnKind.DateTime(var pattern, var _, var _) ->
                " is not a date with a time" + written(pattern, "2024-05-31T13:00");
            case ColumnKind.Time(var pattern, var _) -> " is not a time of day" + written(pattern, "13:00");
            case ColumnKind.Numeric _ -> " is not a number";
        };
    }

    private static String written(String pattern, String example) {
        return pattern.isEmpty() ? " such as " + example : " written as " + pattern;
    }

    private String advice(List<String> texts) {
        return switch (kind) {
            case ColumnKind.Bool _ -> "correct the cells, or declare the column as category";
            case ColumnKind.Date _ ->
                DatePatterns.of(texts, true)
                        .map(pattern -> "all cells are written as \"" + pattern + "\": declare the column as date(\""
                                + pattern + "\")")
                        .orElse("correct the cells, or write their pattern: date(\"dd.MM.yyyy\")");
            case ColumnKind.DateTime _ ->
                DatePatterns.of(texts, false)
                        .map(pattern -> "all cells are written as \"" + pattern
                                + "\": declare the column as datetime(\"" + pattern + "\")")
                        .orElse("correct the cells, or write their pattern: datetime(\"dd.MM.yyyy HH:mm\")");
            case ColumnKind.Time _ -> "correct the cells, or write their pattern: time(\"h:mm a\")";
            case ColumnKind.Numeric _ -> "correct the cells";
        };
    }
}
