package dev.updraft.metrics;

import dev.updraft.metrics.ClassCurves.Point;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A curve that grows point by point and keeps those that one can see. */
final class CurvePoints {
    /** Two pixels of a picture 400 pixels wide. */
    private static final double VISIBLE = 1.0 / 200;

    private static final double ROUNDING = 1e-12;

    private final boolean steps;
    private final List<Point> points = new ArrayList<>();
    /** Becomes a point if the next one shows that the curve turns there. */
    private @Nullable Point pending;

    private CurvePoints(boolean steps, Point first) {
        this.steps = steps;
        points.add(first);
    }

    /** Points are joined by straight lines. */
    static CurvePoints straight(double x, double y) {
        return new CurvePoints(false, new Point(x, y));
    }

    /** Points are joined by a vertical line, then a horizontal one. */
    static CurvePoints steps(double x, double y) {
        return new CurvePoints(true, new Point(x, y));
    }

    void add(double x, double y) {
        var next = new Point(x, y);
        var last = points.getLast();
        if (pending != null && distance(last, pending) >= VISIBLE && turns(last, pending, next)) {
            points.add(pending);
        }
        pending = next;
    }

    List<Point> points() {
        var all = new ArrayList<>(points);
        if (pending != null) {
            all.add(pending);
        }
        return all;
    }

    private boolean turns(Point a, Point b, Point c) {
        return steps
                ? b.y() != c.y()
                : Math.abs((b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x())) > ROUNDING;
    }

    private static double distance(Point a, Point b) {
        return Math.max(Math.abs(b.x() - a.x()), Math.abs(b.y() - a.y()));
    }
}
