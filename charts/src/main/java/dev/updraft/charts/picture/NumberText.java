package dev.updraft.charts.picture;

import java.util.Locale;

/** Real numbers as people read them, in pages and in pictures. */
public final class NumberText {
    /** What stands for a number that is none. */
    public static final String NONE = "–";

    private NumberText() {}

    /** {@code 0.1234}, {@code 12.345}, {@code 123.45}, {@code 85,292.8}, {@code 1.23e-05}. */
    public static String of(double value) {
        var size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return NONE;
        }
        if (size >= 1e7 || (size > 0 && size < 5e-4)) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        var decimals = size >= 1000 ? 1 : size >= 100 ? 2 : size >= 10 ? 3 : 4;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** With three digits: {@code 12.3}, {@code 162}, {@code 3,072}. */
    public static String rough(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.3g", value);
    }
}
