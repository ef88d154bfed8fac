package dev.updraft.cli.output;

import dev.updraft.compiler.diagnostics.render.Printable;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The parts of the line that tells how far something has come, laid out as Keras does. */
public final class ProgressLine {
    private static final int BAR = 20;

    private ProgressLine() {}

    /** {@code 145/312 ━━━━━━━━━╸━━━━━━━━━━}: how much is done of how much, as metrics and as a bar. */
    static String bar(long done, long total, boolean colour) {
        var filled = total == 0 ? BAR : (int) (BAR * done / total);
        var full = "━".repeat(filled);
        var rest = (colour ? "━" : "─").repeat(BAR - filled);
        var digits = Long.toString(total).length();
        var count = String.format(Locale.ROOT, "%" + digits + "d/%d ", done, total);
        return colour ? count + "\u001B[32m" + full + "\u001B[90m" + rest + "\u001B[0m" : count + full + rest;
    }

    /** A time in words: {@code 7s}, {@code 1:05}, {@code 2:03:10}. */
    public static String time(double seconds) {
        var whole = Math.round(seconds);
        if (whole < 60) {
            return whole + "s";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** What one step takes: {@code 6ms/step}. */
    public static String pace(double secondsPerStep) {
        return duration(secondsPerStep) + "/step";
    }

    /** {@code 1.4s}, {@code 23ms}. */
    static String duration(double seconds) {
        if (seconds >= 1) {
            return format("%.1fs", seconds);
        }
        return seconds >= 1e-3 ? format("%.0fms", seconds * 1e3) : format("%.0fus", seconds * 1e6);
    }

    /** {@code  - loss: 0.4310 - accuracy: 0.8462}. */
    static String metrics(Map<String, Double> metrics) {
        return metrics.entrySet().stream()
                .map(metric -> " - " + Printable.line(metric.getKey()) + ": " + number(metric.getValue()))
                .collect(Collectors.joining());
    }

    /** A metric to four digits. */
    public static String number(double value) {
        var size = Math.abs(value);
        return format(size != 0 && (size < 1e-3 || size >= 1e5) ? "%.4e" : "%.4f", value);
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
