package dev.updraft.charts;

import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a chart.
 *
 * @param name what the legend says; not in it if empty
 * @param points by growing x; those that are not finite interrupt the line
 */
public record Curve(String name, Palette palette, boolean dashed, List<Point> points) {
    /** More points than this could not be told apart. */
    private static final int MOST = 600;

    public Curve {
        points = List.copyOf(points);
    }

    /** The same, but not in the legend. */
    public Curve unnamed() {
        return new Curve("", palette, dashed, points);
    }

    /** The finite ones. */
    List<Point> visible() {
        return points.stream().filter(Curve::finite).toList();
    }

    /** The stretches without gaps; of very many points those that stand out. */
    List<List<Point>> stretches() {
        var stretches = new ArrayList<List<Point>>();
        var stretch = new ArrayList<Point>();
        for (var point : points) {
            if (finite(point)) {
                stretch.add(point);
            } else if (!stretch.isEmpty()) {
                stretches.add(thinned(stretch));
                stretch = new ArrayList<>();
            }
        }
        if (!stretch.isEmpty()) {
            stretches.add(thinned(stretch));
        }
        return stretches;
    }

    /** Of each run of points the first, the lowest, the highest and the last. */
    private static List<Point> thinned(List<Point> points) {
        if (points.size() <= MOST) {
            return points;
        }
        var thinned = new ArrayList<Point>();
        var run = Math.ceilDiv(points.size(), MOST / 4);
        for (var start = 0; start < points.size(); start += run) {
            var end = Math.min(points.size(), start + run);
            var lowest = start;
            var highest = start;
            for (var i = start; i < end; i++) {
                lowest = points.get(i).y() < points.get(lowest).y() ? i : lowest;
                highest = points.get(i).y() > points.get(highest).y() ? i : highest;
            }
            thinned.add(points.get(start));
            thinned.add(points.get(Math.min(lowest, highest)));
            thinned.add(points.get(Math.max(lowest, highest)));
            thinned.add(points.get(end - 1));
        }
        return thinned;
    }

    private static boolean finite(Point point) {
        return Double.isFinite(point.x()) && Double.isFinite(point.y());
    }
}
