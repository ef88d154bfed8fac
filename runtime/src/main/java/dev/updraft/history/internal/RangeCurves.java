package dev.updraft.history.internal;

import dev.updraft.charts.Curve;
import dev.updraft.charts.LineChart;
import dev.updraft.charts.LineChart.Highlight;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.Point;
import dev.updraft.history.LearningRateRange;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The losses of a learning rate range test. */
public final class RangeCurves {
    private RangeCurves() {}

    /** Over the logarithm of the rate, with the suggestion marked. */
    public static Picture of(LearningRateRange range) {
        var curves = List.of(
                new Curve("of a batch", Palette.FAINT, false, points(range, LearningRateRange.Point::loss)),
                new Curve("smoothed", Palette.FIRST, false, points(range, LearningRateRange.Point::smoothedLoss)));
        return new LineChart(
                        "loss by learning rate",
                        "learning rate, as a power of 10",
                        curves,
                        false,
                        false,
                        highlight(range))
                .picture();
    }

    private static List<Point> points(LearningRateRange range, ToDoubleFunction<LearningRateRange.Point> loss) {
        return range.points().stream()
                .map(point -> new Point(Math.log10(point.learningRate()), loss.applyAsDouble(point)))
                .toList();
    }

    private static @Nullable Highlight highlight(LearningRateRange range) {
        var suggestion = range.suggestion();
        if (suggestion.isEmpty()) {
            return null;
        }
        var rate = suggestion.getAsDouble();
        return range.points().stream()
                .filter(point -> point.learningRate() == rate)
                .findFirst()
                .map(point -> new Highlight(
                        new Point(Math.log10(rate), point.smoothedLoss()),
                        String.format(Locale.ROOT, "%.1e", rate),
                        Palette.FIRST))
                .orElse(null);
    }
}
