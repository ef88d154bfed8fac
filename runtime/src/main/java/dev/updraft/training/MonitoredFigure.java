package dev.updraft.training;

import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.compiler.layers.CallbackSettings.Mode;
import dev.updraft.history.History;
import dev.updraft.metrics.MetricName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a run by which its epochs are told apart.
 *
 * @param name such as {@code val_loss}
 * @param largerIsBetter else smaller
 */
public record MonitoredFigure(String name, boolean largerIsBetter) {
    private static final String VALIDATION = "val_";

    /**
     * The figure that somebody wants.
     *
     * @param watcher who it is, for messages
     * @param monitor its name; null for {@code val_loss}, or {@code loss} where there is none
     * @throws TrainingException if the run has no such figure
     */
    public static MonitoredFigure of(String watcher, @Nullable String monitor, Mode mode, Training training) {
        var figures = training.figures();
        var name = monitor != null ? monitor : figures.contains("val_loss") ? "val_loss" : "loss";
        if (!figures.contains(name)) {
            throw new TrainingException(
                    watcher + " watches `" + name + "`, which this run does not have: its figures are "
                            + String.join(", ", figures) + remedy(name, figures));
        }
        return new MonitoredFigure(
                name,
                switch (mode) {
                    case AUTO -> largerIsBetter(name, training);
                    case MIN -> false;
                    case MAX -> true;
                });
    }

    private static String remedy(String name, List<String> figures) {
        if (name.startsWith(VALIDATION) && figures.contains(name.substring(VALIDATION.length()))) {
            return "; set validation_split, or give validation data";
        }
        return NearestName.of(name, figures)
                .map(near -> "; did you mean `" + near + "`?")
                .orElse("");
    }

    private static boolean largerIsBetter(String name, Training training) {
        var figure = name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
        var metric = figure.replaceFirst("\\[.*", ""); // A class has its own: recall[cat].
        return training.model().metrics().stream()
                .anyMatch(one -> MetricName.of(one).equals(metric) && one.largerIsBetter());
    }

    /** The figure in an epoch; not a number if it has none. */
    public double of(History.Epoch epoch) {
        return epoch.figures().getOrDefault(name, Double.NaN);
    }

    /** The figure in an epoch with a sign by which smaller is better. */
    double ascending(History.Epoch epoch) {
        return largerIsBetter ? -of(epoch) : of(epoch);
    }
}
