package dev.updraft.report;

import dev.updraft.charts.DotChart;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.explain.LinearModel;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Pictures of what a linear model weighs. */
final class LinearPictures {
    private LinearPictures() {}

    /** A dot for each weight, the features that weigh most first. */
    static Picture weights(LinearModel linear) {
        var outputs = linear.outputs().stream().limit(Palette.mostOfSeries()).toList();
        var ofOutputs = outputs.stream().map(linear::of).toList();
        var series = IntStream.range(0, outputs.size())
                .mapToObj(output ->
                        new DotChart.Series(outputs.size() == 1 ? "" : outputs.get(output), Palette.ofSeries(output)))
                .toList();
        var rows = IntStream.range(0, ofOutputs.getFirst().size())
                .mapToObj(feature -> new DotChart.Row(
                        ofOutputs.getFirst().get(feature).feature(),
                        ofOutputs.stream()
                                .map(ofOutput -> ofOutput.get(feature).value())
                                .toList()))
                .sorted(Comparator.comparingDouble(row -> -largest(row.values())))
                .toList();
        return new DotChart("weights of features", "per unit of what the model sees", series, rows).picture();
    }

    private static double largest(List<Double> values) {
        return values.stream().mapToDouble(Math::abs).max().orElse(0);
    }
}
