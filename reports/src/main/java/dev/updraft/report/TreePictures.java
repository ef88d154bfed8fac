package dev.updraft.report;

import dev.updraft.charts.BarChart;
import dev.updraft.charts.Curve;
import dev.updraft.charts.DotChart;
import dev.updraft.charts.LineChart;
import dev.updraft.charts.picture.NumberText;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.Point;
import dev.updraft.explain.ColumnImportance;
import dev.updraft.explain.PartialDependence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/** Pictures of what columns do to trees. */
final class TreePictures {
    private static final int MOST_COLUMNS = 20;

    private TreePictures() {}

    static Picture importance(List<ColumnImportance> importance) {
        var all = importance.stream().mapToDouble(ColumnImportance::gain).sum();
        var bars = new ArrayList<BarChart.Bar>();
        importance.stream().limit(MOST_COLUMNS).forEach(each -> bars.add(bar(each.column(), each.gain(), all)));
        var rest = importance.stream().skip(MOST_COLUMNS).toList();
        if (!rest.isEmpty()) {
            var gain = rest.stream().mapToDouble(ColumnImportance::gain).sum();
            bars.add(bar(rest.size() + " others", gain, all));
        }
        return new BarChart("importance of columns", "share of what all splits gained", bars).picture();
    }

    private static BarChart.Bar bar(String name, double gain, double all) {
        return new BarChart.Bar(name, gain, String.format(Locale.ROOT, "%.1f%%", all > 0 ? 100 * gain / all : 0));
    }

    /** Over numbers a line for each output, beside categories a dot. */
    static Picture of(PartialDependence dependence) {
        var numbers = dependence.points().stream()
                .filter(point -> point.value() != null)
                .toList();
        var outputs = shown(dependence);
        var below = dependence.outputs().size() == 1
                ? "score of " + dependence.outputs().getFirst()
                : "score";
        return numbers.isEmpty() ? dots(dependence, outputs, below) : lines(dependence, numbers, outputs, below);
    }

    /** As many lines as colours can distinguish: those that change most. */
    private static List<Integer> shown(PartialDependence dependence) {
        return IntStream.range(0, dependence.outputs().size())
                .boxed()
                .sorted((a, b) -> Double.compare(spread(dependence, b), spread(dependence, a)))
                .limit(Palette.mostOfSeries())
                .sorted()
                .toList();
    }

    private static double spread(PartialDependence dependence, int output) {
        var scores = dependence.points().stream()
                .mapToDouble(point -> point.scores().get(output))
                .summaryStatistics();
        return scores.getMax() - scores.getMin();
    }

    private static String name(PartialDependence dependence, int output) {
        return dependence.outputs().size() == 1 ? "" : dependence.outputs().get(output);
    }

    private static Picture lines(
            PartialDependence dependence, List<PartialDependence.Point> numbers, List<Integer> outputs, String below) {
        var curves = outputs.stream()
                .map(output -> new Curve(
                        name(dependence, output),
                        Palette.ofSeries(output),
                        false,
                        numbers.stream()
                                .map(point -> new Point(
                                        Objects.requireNonNull(point.value()),
                                        point.scores().get(output)))
                                .toList()))
                .toList();
        var missing = dependence.points().getLast();
        var ofMissing = missing.value() == null && outputs.size() == 1
                ? "; missing: " + NumberText.of(missing.scores().get(outputs.getFirst()))
                : "";
        return new LineChart(dependence.feature(), "vertical: " + below + ofMissing, curves, false, false, null)
                .picture();
    }

    private static Picture dots(PartialDependence dependence, List<Integer> outputs, String below) {
        var series = outputs.stream()
                .map(output -> new DotChart.Series(name(dependence, output), Palette.ofSeries(output)))
                .toList();
        var rows = dependence.points().stream()
                .map(point -> new DotChart.Row(
                        point.text(), outputs.stream().map(point.scores()::get).toList()))
                .toList();
        return new DotChart(dependence.feature(), below, series, rows).picture();
    }
}
