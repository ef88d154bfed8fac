package dev.updraft.history.internal;

import dev.updraft.charts.Curve;
import dev.updraft.charts.LineChart;
import dev.updraft.charts.picture.NumberText;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.Point;
import dev.updraft.history.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The metrics of a training over its epochs: a chart for the loss and one for each metric. */
public final class LearningCurves {
    private static final Set<String> LOWER_IS_BETTER =
            Set.of("loss", "mae", "mse", "rmse", "mape", "log_loss", "brier");

    private final List<History.Epoch> epochs;
    private final boolean validated;

    private LearningCurves(List<History.Epoch> epochs) {
        this.epochs = epochs;
        validated = epochs.stream().anyMatch(epoch -> epoch.validationLoss() != null);
    }

    /** The charts, the loss first. */
    public static List<Picture> of(List<History.Epoch> epochs) {
        var curves = new LearningCurves(epochs);
        var groups = new LinkedHashMap<String, List<String>>();
        for (var name : names(epochs)) {
            groups.computeIfAbsent(group(name), _ -> new ArrayList<>()).add(name);
        }
        var charts = new ArrayList<Picture>();
        groups.forEach((group, names) ->
                charts.add(names.getFirst().equals(group) ? curves.chart(group) : curves.ofClasses(group, names)));
        return charts;
    }

    /** Of metrics a class, {@code f1[cat]}, what they have in common: {@code f1 of each class}. Others stand alone. */
    private static String group(String name) {
        var bracket = name.indexOf('[');
        return bracket < 0 ? name : name.substring(0, bracket) + " of each class";
    }

    /** {@code loss}, then the metrics, then those of the validation data alone. */
    public static List<String> names(List<History.Epoch> epochs) {
        var names = new LinkedHashSet<>(Set.of("loss"));
        if (!epochs.isEmpty()) {
            names.addAll(epochs.getLast().metrics().keySet());
            names.addAll(epochs.getLast().validationMetrics().keySet());
        }
        return List.copyOf(names);
    }

    /**
     * The epoch with the best metric, of the validation data if there are any; null without epochs.
     *
     * @param name {@code loss} or a metric
     */
    static History.@Nullable Epoch best(List<History.Epoch> epochs, String name) {
        var curves = new LearningCurves(epochs);
        var sign = lowerIsBetter(name) ? 1 : -1;
        History.Epoch best = null;
        var least = Double.POSITIVE_INFINITY;
        for (var epoch : epochs) {
            var metricValue = sign * curves.metric(epoch, name);
            if (metricValue < least) {
                least = metricValue;
                best = epoch;
            }
        }
        return best;
    }

    /** Whether small values of a metric are better than large ones. */
    public static boolean lowerIsBetter(String name) {
        return LOWER_IS_BETTER.contains(name);
    }

    private Picture chart(String name) {
        var lines = new ArrayList<Curve>();
        if (epochs.stream().anyMatch(epoch -> !Double.isNaN(training(epoch, name))) || !validated) {
            lines.add(curve(validated ? "training" : "", Palette.FIRST, epoch -> training(epoch, name)));
        }
        if (validated) {
            lines.add(curve("validation", Palette.SECOND, epoch -> validation(epoch, name)));
        }
        return LineChart.overEpochs(name, lines, highlight(name)).picture();
    }

    /** A line a class, of the validation data if there are any; where there are too many for colours, all in one. */
    private Picture ofClasses(String title, List<String> names) {
        var many = names.size() > Palette.mostOfSeries();
        var lines = new ArrayList<Curve>();
        for (var name : names) {
            var shown = name.substring(name.indexOf('[') + 1, name.length() - 1);
            var line =
                    curve(shown, many ? Palette.FAINT : Palette.ofSeries(lines.size()), epoch -> metric(epoch, name));
            lines.add(many ? line.unnamed() : line);
        }
        return LineChart.overEpochs(title + (validated ? ", validation" : ""), lines, null)
                .picture();
    }

    private Curve curve(String name, Palette palette, ToDoubleFunction<History.Epoch> metricValue) {
        return new Curve(
                name,
                palette,
                false,
                epochs.stream()
                        .map(epoch -> new Point(epoch.number(), metricValue.applyAsDouble(epoch)))
                        .toList());
    }

    private LineChart.@Nullable Highlight highlight(String name) {
        var best = epochs.size() < 2 ? null : best(epochs, name);
        if (best == null) {
            return null;
        }
        var metricValue = metric(best, name);
        return new LineChart.Highlight(
                new Point(best.number(), metricValue),
                String.format(Locale.ROOT, "best: epoch %,d, %s", best.number(), NumberText.of(metricValue)),
                validated ? Palette.SECOND : Palette.FIRST);
    }

    private double metric(History.Epoch epoch, String name) {
        return validated ? validation(epoch, name) : training(epoch, name);
    }

    private static double training(History.Epoch epoch, String name) {
        return name.equals("loss") ? epoch.loss() : epoch.metrics().getOrDefault(name, Double.NaN);
    }

    private static double validation(History.Epoch epoch, String name) {
        var loss = epoch.validationLoss();
        return name.equals("loss")
                ? loss == null ? Double.NaN : loss
                : epoch.validationMetrics().getOrDefault(name, Double.NaN);
    }
}
