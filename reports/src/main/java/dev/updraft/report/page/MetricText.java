package dev.updraft.report.page;

import dev.updraft.charts.picture.NumberText;
import java.util.Locale;

/**
 * Metrics in a page. Each is an element {@code data} with its full value and, as {@code data-metric}, the JSON pointer (RFC
 * 6901) of where {@code report.json} has it.
 */
public final class MetricText {
    private MetricText() {}

    /** A pointer to a value of an object or list. */
    static String pointer(Object... path) {
        var pointer = new StringBuilder();
        for (var step : path) {
            pointer.append('/').append(step.toString().replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    /** A count. */
    static Html count(String pointer, long value) {
        return of(pointer, Long.toString(value), grouped(value));
    }

    /** A real number. */
    static Html number(String pointer, double value) {
        return of(pointer, Double.toString(value), NumberText.of(value));
    }

    /** A real number of which nobody wants more than three digits. */
    static Html rough(String pointer, double value) {
        return of(pointer, Double.toString(value), NumberText.rough(value));
    }

    /** A time. */
    static Html seconds(String pointer, double value) {
        return of(pointer, Double.toString(value), time(value));
    }

    private static Html of(String pointer, String value, String text) {
        return Html.tag("data", text).with("value", value).with("data-metric", pointer);
    }

    static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 0.42 s}, {@code 12.3 s}, {@code 3 min 05 s}, {@code 2 h 14 min}. */
    public static String time(double seconds) {
        if (!Double.isFinite(seconds)) {
            return NumberText.NONE;
        }
        if (seconds < 1e-3) {
            return String.format(Locale.ROOT, "%.1f µs", seconds * 1e6);
        }
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.3g ms", seconds * 1e3);
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.3g s", seconds);
        }
        var whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%,d h %02d min", whole / 3600, whole % 3600 / 60);
    }
}
