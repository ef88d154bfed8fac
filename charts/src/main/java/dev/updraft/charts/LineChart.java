package dev.updraft.charts;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Mark.Anchor;
import dev.updraft.charts.picture.Mark.Words;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.Point;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines over an axis.
 *
 * @param below what the horizontal axis is
 * @param wholeSteps whether only integers are on the horizontal axis, such as epochs
 * @param shares whether both axes are of shares, from 0 to 1
 * @param highlight a point to mark, or null
 */
public record LineChart(
        String title,
        String below,
        List<Curve> curves,
        boolean wholeSteps,
        boolean shares,
        @Nullable Highlight highlight) {
    private static final double SQUARE = 320;

    public LineChart {
        curves = List.copyOf(curves);
    }

    /** A point that matters, and why. */
    public record Highlight(Point point, String text, Palette palette) {}

    /** Over epochs. */
    public static LineChart overEpochs(String title, List<Curve> curves, @Nullable Highlight highlight) {
        return new LineChart(title, "epoch", curves, true, false, highlight);
    }

    /** Of one share over another. */
    public static LineChart ofShares(String title, String below, List<Curve> curves) {
        return new LineChart(title, below, curves, false, true, null);
    }

    /** The drawing. */
    public Picture picture() {
        var points = curves.stream().flatMap(curve -> curve.visible().stream()).toList();
        var axes = plane(points);
        for (var curve : curves) {
            curve.stretches().forEach(stretch -> draw(axes, curve, stretch));
        }
        if (highlight != null && !points.isEmpty()) {
            draw(axes, highlight);
        }
        if (points.isEmpty()) {
            var nothing = curves.stream().allMatch(curve -> curve.points().isEmpty());
            axes.add(Words.at(
                    (axes.left() + axes.right()) / 2,
                    (axes.top() + axes.bottom()) / 2,
                    nothing ? "nothing yet" : "no finite value",
                    Axes.SIZE,
                    Palette.MUTED,
                    Anchor.MIDDLE));
        }
        return axes.picture();
    }

    private Axes plane(List<Point> points) {
        if (shares) {
            var axis = new Ticks(0, 1, 0.2);
            return new Axes(title, axis, axis, below, SQUARE, legend());
        }
        var x = points.stream().mapToDouble(Point::x).summaryStatistics();
        var y = points.stream().mapToDouble(Point::y).summaryStatistics();
        var none = points.isEmpty();
        var across = wholeSteps
                ? Ticks.whole(none ? 1 : (int) x.getMin(), none ? 2 : (int) x.getMax(), 8)
                : Ticks.around(none ? 0 : x.getMin(), none ? 1 : x.getMax(), 6);
        var up = Ticks.around(none ? 0 : y.getMin(), none ? 1 : y.getMax(), 5);
        return new Axes(title, across, up, below, Axes.HEIGHT, legend());
    }

    private Legend legend() {
        return Legend.of(
                curves.stream()
                        .filter(curve -> !curve.name().isEmpty())
                        .map(curve -> new Legend.Entry(curve.name(), curve.palette(), curve.dashed()))
                        .toList(),
                Axes.WIDTH);
    }

    private static void draw(Axes axes, Curve curve, List<Point> stretch) {
        var points = stretch.stream()
                .map(point -> new Point(axes.x(point.x()), axes.y(point.y())))
                .toList();
        if (points.size() == 1) {
            var point = points.getFirst();
            axes.add(new Mark.Dot(point.x(), point.y(), 3, curve.palette(), 1, curve.name()));
        } else {
            axes.add(new Mark.Line(points, curve.palette(), curve.dashed() ? 1.5 : 2, curve.dashed()));
        }
    }

    private static void draw(Axes axes, Highlight highlight) {
        var x = axes.x(highlight.point().x());
        var y = axes.y(highlight.point().y());
        axes.add(new Mark.Line(List.of(new Point(x, axes.top()), new Point(x, axes.bottom())), Palette.MUTED, 1, true));
        axes.add(new Mark.Dot(x, y, 6, Palette.PAPER, 1, ""));
        axes.add(new Mark.Dot(x, y, 4, highlight.palette(), 1, highlight.text()));
        var late = x > (axes.left() + axes.right()) / 2;
        var high = y < (axes.top() + axes.bottom()) / 2;
        axes.add(Words.at(
                late ? x - 7 : x + 7,
                high ? axes.bottom() - 7 : axes.top() + 11,
                highlight.text(),
                Axes.SIZE,
                Palette.TEXT,
                late ? Anchor.END : Anchor.START));
    }
}
