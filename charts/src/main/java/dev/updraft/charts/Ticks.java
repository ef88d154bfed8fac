package dev.updraft.charts;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * An axis with round numbers on it.
 *
 * @param from where it begins, a multiple of {@code step}
 * @param to where it ends, another one
 * @param step 1, 2 or 5 times a power of ten
 */
record Ticks(double from, double to, double step) {

    /** About {@code count} steps that reach from below {@code least} to above {@code most}. */
    static Ticks around(double least, double most, int count) {
        var spread = most - least;
        if (!(spread > 0) || !Double.isFinite(spread)) {
            var middle = Double.isFinite(least) ? least : 0;
            var room = middle == 0 ? 1 : Math.abs(middle) * 0.1;
            return around(middle - room, middle + room, count);
        }
        var step = roundUp(spread / count);
        return new Ticks(Math.floor(least / step + 1e-9) * step, Math.ceil(most / step - 1e-9) * step, step);
    }

    /** Whole numbers from {@code first} to {@code last}, which keep their places; one alone is in the middle. */
    static Ticks whole(int first, int last, int count) {
        return last <= first
                ? new Ticks(first - 0.5, first + 0.5, 1)
                : new Ticks(first, last, Math.max(1, roundUp((last - first) / (double) count)));
    }

    private static double roundUp(double step) {
        var power = Math.pow(10, Math.floor(Math.log10(step)));
        var digits = step / power;
        return power * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
    }

    /** Where the marks are. */
    List<Double> values() {
        var first = (long) Math.ceil(from / step - 1e-9);
        var last = (long) Math.floor(to / step + 1e-9);
        return LongStream.rangeClosed(first, last).mapToObj(i -> i * step).toList();
    }

    /** A mark's number, with the decimals that tell it from its neighbours. */
    String text(double value) {
        if (step < 1e-6 || Math.max(Math.abs(from), Math.abs(to)) >= 1e7) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        var decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%,." + decimals + "f", value + 0.0);
    }

    /** How far along the axis a value is, 0 to 1. */
    double share(double value) {
        return (value - from) / (to - from);
    }
}
