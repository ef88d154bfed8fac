package dev.updraft.training.loop;

import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.compiler.layers.CallbackSettings.Mode;
import dev.updraft.history.History;
import dev.updraft.metrics.MetricName;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A metric of a run by which its epochs are told apart.
 *
 * @param name such as {@code val_loss}
 * @param largerIsBetter else smaller
 */
public record MonitoredMetric(String name, boolean largerIsBetter) {
    private static final String VALIDATION = "val_";

    /**
     * The metric that somebody wants.
     *
     * @param watcher who it is, for messages
     * @param monitor its name; null for {@code val_loss}, or {@code loss} where there is none
     * @throws TrainingException if the run has no such metric, or nobody knows whether larger is better
     */
    public static MonitoredMetric of(String watcher, @Nullable String monitor, Mode mode, Training training) {
        var metricValues = training.metricNames();
        var name = monitor != null ? monitor : metricValues.contains("val_loss") ? "val_loss" : "loss";
        if (!metricValues.contains(name)) {
            throw new TrainingException(
                    watcher + " monitors `" + name + "`, which this run does not have: its metrics are "
                            + String.join(", ", metricValues) + remedy(name, metricValues));
        }
        return new MonitoredMetric(
                name,
                switch (mode) {
                    case AUTO -> largerIsBetter(watcher, name, training);
                    case MIN -> false;
                    case MAX -> true;
                });
    }

    private static String remedy(String name, List<String> metricValues) {
        if (name.startsWith(VALIDATION) && metricValues.contains(name.substring(VALIDATION.length()))) {
            return "; set validation_split, or pass validation data";
        }
        return NearestName.of(name, metricValues)
                .map(near -> "; did you mean `" + near + "`?")
                .orElse("");
    }

    private static boolean largerIsBetter(String watcher, String name, Training training) {
        var metricValue = name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
        if (training.model().metrics().stream()
                .anyMatch(computed -> computed.name().equals(metricValue))) {
            throw new TrainingException(watcher + " monitors `" + name + "`, a metric of the model's own: say whether"
                    + " smaller or larger is better, by mode: min or mode: max");
        }
        return MetricName.largerIsBetter(training.model(), metricValue);
    }

    /** The metric in an epoch; not a number if it has none. */
    public double of(History.Epoch epoch) {
        return epoch.allMetrics().getOrDefault(name, Double.NaN);
    }

    /** The metric in an epoch with a sign by which smaller is better. */
    double ascending(History.Epoch epoch) {
        return largerIsBetter ? -of(epoch) : of(epoch);
    }
}
