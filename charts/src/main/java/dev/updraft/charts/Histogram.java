package dev.updraft.charts;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import java.util.List;
import java.util.Locale;

/**
 * How many samples there are of each size.
 *
 * @param below what is measured
 * @param from where the first bin begins
 * @param to where the last ends
 * @param counts a number a bin, all equally wide
 */
public record Histogram(String title, String below, double from, double to, List<Long> counts) {
    private static final double SQUARE = 320;

    public Histogram {
        counts = List.copyOf(counts);
    }

    /** The drawing. */
    public Picture picture() {
        var most = counts.stream().mapToLong(Long::longValue).max().orElse(1);
        var x = Ticks.around(from, to, 6);
        var axes = new Axes(title, x, Ticks.around(0, most, 5), below, SQUARE, Legend.text("samples"));
        var step = (to - from) / counts.size();
        for (var i = 0; i < counts.size(); i++) {
            var left = from + i * step;
            var right = step > 0 ? left + step : left + (x.to() - x.from()) / 40;
            axes.add(new Mark.Box(
                    axes.x(left) + 0.5,
                    axes.y(counts.get(i)),
                    Math.max(1, axes.x(right) - axes.x(left) - 1),
                    axes.bottom() - axes.y(counts.get(i)),
                    1,
                    Palette.FIRST,
                    0.8,
                    String.format(Locale.ROOT, "%.4g to %.4g: %,d", left, left + step, counts.get(i))));
        }
        return axes.picture();
    }
}
