package dev.updraft.charts;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.Point;
import java.util.List;
import java.util.Locale;

/**
 * How often what the model says with some probability is so; bars at the foot show how many samples each point stands for.
 */
public record CalibrationChart(List<Bin> bins) {
    private static final double SQUARE = 320;
    private static final double TALLEST_BAR = 0.25;

    public CalibrationChart {
        bins = bins.stream().filter(bin -> bin.count() > 0).toList();
    }

    /**
     * Predictions with about the same probability.
     *
     * @param from the least probability
     * @param to the largest one
     * @param count how many predictions
     * @param probability what the model gave them on average
     * @param share of them that came true
     */
    public record Bin(double from, double to, long count, double probability, double share) {}

    /** The drawing. */
    public Picture picture() {
        var axis = new Ticks(0, 1, 0.2);
        var names = List.of(
                new Legend.Entry("how often it is so", Palette.FIRST, false),
                new Legend.Entry("perfect", Palette.MUTED, true));
        var axes = new Axes(
                "calibration", axis, axis, "probability the model gives", SQUARE, Legend.of(names, Axes.WIDTH));
        var most = bins.stream().mapToLong(Bin::count).max().orElse(1);
        for (var bin : bins) {
            var height = TALLEST_BAR * bin.count() / most * (axes.bottom() - axes.top());
            axes.add(new Mark.Box(
                    axes.x(bin.from()) + 1,
                    axes.bottom() - height,
                    axes.x(bin.to()) - axes.x(bin.from()) - 2,
                    height,
                    0,
                    Palette.MUTED,
                    0.25,
                    String.format(Locale.ROOT, "%,d samples", bin.count())));
        }
        axes.add(new Mark.Line(
                List.of(new Point(axes.x(0), axes.y(0)), new Point(axes.x(1), axes.y(1))), Palette.MUTED, 1, true));
        var points = bins.stream()
                .map(bin -> new Point(axes.x(bin.probability()), axes.y(bin.share())))
                .toList();
        if (points.size() > 1) {
            axes.add(new Mark.Line(points, Palette.FIRST, 2, false));
        }
        for (var i = 0; i < points.size(); i++) {
            var bin = bins.get(i);
            var hint = String.format(
                    Locale.ROOT,
                    "said with %.3f on average, so in %.3f of %,d",
                    bin.probability(),
                    bin.share(),
                    bin.count());
            axes.add(new Mark.Dot(points.get(i).x(), points.get(i).y(), 3.5, Palette.FIRST, 1, hint));
        }
        return axes.picture();
    }
}
