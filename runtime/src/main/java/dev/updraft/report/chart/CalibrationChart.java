package dev.updraft.report.chart;

import dev.updraft.metrics.Calibration;
import dev.updraft.report.picture.Ink;
import dev.updraft.report.picture.Mark;
import dev.updraft.report.picture.Picture;
import dev.updraft.report.picture.Point;
import java.util.List;
import java.util.Locale;

/**
 * How often what the model says with some probability is so; bars at the foot show how many samples each point stands for.
 */
public record CalibrationChart(Calibration calibration) {
    private static final double SQUARE = 320;
    private static final double TALLEST_BAR = 0.25;

    /** The drawing. */
    public Picture picture() {
        var axis = new Ticks(0, 1, 0.2);
        var names = List.of(
                new Legend.Entry("how often it is so", Ink.FIRST, false), new Legend.Entry("perfect", Ink.MUTED, true));
        var plane = new Plane(
                "calibration", axis, axis, "probability the model gives", SQUARE, Legend.of(names, Plane.WIDTH));
        var bins = calibration.bins().stream().filter(bin -> bin.count() > 0).toList();
        var most = bins.stream().mapToLong(Calibration.Bin::count).max().orElse(1);
        for (var bin : bins) {
            var height = TALLEST_BAR * bin.count() / most * (plane.bottom() - plane.top());
            plane.add(new Mark.Box(
                    plane.x(bin.from()) + 1,
                    plane.bottom() - height,
                    plane.x(bin.to()) - plane.x(bin.from()) - 2,
                    height,
                    0,
                    Ink.MUTED,
                    0.25,
                    String.format(Locale.ROOT, "%,d samples", bin.count())));
        }
        plane.add(new Mark.Line(
                List.of(new Point(plane.x(0), plane.y(0)), new Point(plane.x(1), plane.y(1))), Ink.MUTED, 1, true));
        var points = bins.stream()
                .map(bin -> new Point(plane.x(bin.probability()), plane.y(bin.share())))
                .toList();
        if (points.size() > 1) {
            plane.add(new Mark.Line(points, Ink.FIRST, 2, false));
        }
        for (var i = 0; i < points.size(); i++) {
            var bin = bins.get(i);
            var hint = String.format(
                    Locale.ROOT,
                    "said with %.3f on average, so in %.3f of %,d",
                    bin.probability(),
                    bin.share(),
                    bin.count());
            plane.add(new Mark.Dot(points.get(i).x(), points.get(i).y(), 3.5, Ink.FIRST, 1, hint));
        }
        return plane.picture();
    }
}
