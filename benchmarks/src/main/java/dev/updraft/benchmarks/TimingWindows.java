package dev.updraft.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/** Measurements on a machine that others use too: of several the ones in which they took least. */
final class TimingWindows {
    private static final int WANTED = 5;
    private static final int MOST = 12;
    private static final double CLEAN = 0.05;

    private TimingWindows() {}

    /** How long a window is: a second, or {@code WINDOW_SECONDS} in the environment. */
    static long milliseconds() {
        return Math.round(1000 * Double.parseDouble(System.getenv().getOrDefault("WINDOW_SECONDS", "1")));
    }

    /** A stretch of time in which something was measured. */
    interface Window {
        /** Share of the machine that other processes took. */
        double others();

        default boolean clean() {
            return others() < CLEAN;
        }
    }

    /** Measures until five windows are clean or twelve are over; the five cleanest. */
    static <W extends Window> List<W> cleanest(IntFunction<W> measure) {
        var windows = new ArrayList<W>();
        while (windows.size() < MOST && windows.stream().filter(Window::clean).count() < WANTED) {
            windows.add(measure.apply(windows.size()));
        }
        System.out.printf("windows: %s%n", windows);
        return windows.stream()
                .sorted(Comparator.comparingDouble(Window::others))
                .limit(WANTED)
                .toList();
    }

    /** Of each number from 0 up to this one {@link #cleanest} measures at most one window. */
    static int most() {
        return MOST;
    }

    static <W> double median(List<W> windows, ToDoubleFunction<W> metric) {
        return windows.stream()
                .mapToDouble(metric)
                .sorted()
                .skip(windows.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
