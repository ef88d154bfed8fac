package dev.updraft.report.chart;

import dev.updraft.report.picture.Ink;
import dev.updraft.report.picture.Mark;
import dev.updraft.report.picture.Picture;
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
        var plane = new Plane(title, x, Ticks.around(0, most, 5), below, SQUARE, Legend.text("samples"));
        var step = (to - from) / counts.size();
        for (var i = 0; i < counts.size(); i++) {
            var left = from + i * step;
            var right = step > 0 ? left + step : left + (x.to() - x.from()) / 40;
            plane.add(new Mark.Box(
                    plane.x(left) + 0.5,
                    plane.y(counts.get(i)),
                    Math.max(1, plane.x(right) - plane.x(left) - 1),
                    plane.bottom() - plane.y(counts.get(i)),
                    1,
                    Ink.FIRST,
                    0.8,
                    String.format(Locale.ROOT, "%.4g to %.4g: %,d", left, left + step, counts.get(i))));
        }
        return plane.picture();
    }
}
