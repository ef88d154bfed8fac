package dev.updraft.charts;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.Point;
import java.util.List;

/**
 * Points, each of one sample; those that are not finite are left out.
 *
 * @param below what the horizontal axis is
 * @param beside what the vertical axis is
 * @param guide where a perfect model's points would lie
 */
public record ScatterPlot(String title, String below, String beside, List<Point> points, Guide guide) {
    private static final double SQUARE = 320;

    public ScatterPlot {
        points = points.stream()
                .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
                .toList();
    }

    /** A line to compare with. */
    public enum Guide {
        /** Both axes the same. */
        DIAGONAL,
        /** The vertical axis 0. */
        ZERO
    }

    /** The drawing. */
    public Picture picture() {
        var across = points.stream().mapToDouble(Point::x).summaryStatistics();
        var up = points.stream().mapToDouble(Point::y).summaryStatistics();
        var x = Ticks.around(across.getMin(), across.getMax(), 6);
        var y = Ticks.around(Math.min(up.getMin(), 0), Math.max(up.getMax(), 0), 6);
        if (guide == Guide.DIAGONAL) {
            x = Ticks.around(Math.min(across.getMin(), up.getMin()), Math.max(across.getMax(), up.getMax()), 6);
            y = x;
        }
        var axes = new Axes(title, x, y, below, SQUARE, Legend.text(beside));
        var ends = guide == Guide.DIAGONAL
                ? List.of(new Point(x.from(), x.from()), new Point(x.to(), x.to()))
                : List.of(new Point(x.from(), 0), new Point(x.to(), 0));
        axes.add(new Mark.Line(
                ends.stream()
                        .map(end -> new Point(axes.x(end.x()), axes.y(end.y())))
                        .toList(),
                Palette.MUTED,
                1,
                true));
        var opacity = points.size() > 400 ? 0.3 : 0.55;
        for (var point : points) {
            axes.add(new Mark.Dot(axes.x(point.x()), axes.y(point.y()), 2.4, Palette.FIRST, opacity, ""));
        }
        return axes.picture();
    }
}
