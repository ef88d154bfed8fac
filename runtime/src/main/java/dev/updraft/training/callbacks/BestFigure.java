package dev.updraft.training.callbacks;

import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.compiler.layers.CallbackSettings.Mode;
import dev.updraft.history.History;
import dev.updraft.metrics.MetricName;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The best value that a figure has had so far, and when. */
final class BestFigure {
    private static final String VALIDATION = "val_";

    private final String watcher;
    private final @Nullable String monitor;
    private final Mode mode;
    private final double minDelta;
    private String name = "loss";
    private boolean largerIsBetter;
    private double value;
    private int epoch;

    /**
     * @param watcher the callback, for messages
     * @param monitor the figure; null for {@code val_loss}, or {@code loss} where there is none
     * @param minDelta how much better is an improvement
     */
    BestFigure(String watcher, @Nullable String monitor, Mode mode, double minDelta) {
        this.watcher = watcher;
        this.monitor = monitor;
        this.mode = mode;
        this.minDelta = minDelta;
    }

    /**
     * Begins anew.
     *
     * @throws TrainingException if the run has no such figure
     */
    void start(Training training) {
        var figures = training.figures();
        if (monitor != null) {
            name = monitor;
        } else {
            name = figures.contains("val_loss") ? "val_loss" : "loss";
        }
        if (!figures.contains(name)) {
            throw new TrainingException(
                    watcher + " watches `" + name + "`, which this run does not have: its figures are "
                            + String.join(", ", figures) + remedy(figures));
        }
        largerIsBetter = switch (mode) {
            case AUTO -> largerIsBetter(training);
            case MIN -> false;
            case MAX -> true;
        };
        value = largerIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        epoch = 0;
    }

    private String remedy(List<String> figures) {
        if (name.startsWith(VALIDATION) && figures.contains(name.substring(VALIDATION.length()))) {
            return "; set validation_split, or give validation data";
        }
        return NearestName.of(name, figures)
                .map(near -> "; did you mean `" + near + "`?")
                .orElse("");
    }

    private boolean largerIsBetter(Training training) {
        var figure = name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
        var metric = figure.replaceFirst("\\[.*", ""); // A class has its own: recall[cat].
        return training.model().metrics().stream()
                .anyMatch(one -> MetricName.of(one).equals(metric) && one.largerIsBetter());
    }

    /** Takes the figure of an epoch: whether it is the best so far, by enough. Not a number is never better. */
    boolean improvesIn(History.Epoch candidate) {
        var found = of(candidate);
        var better = largerIsBetter ? found > value + minDelta : found < value - minDelta;
        if (better) {
            value = found;
            epoch = candidate.number();
        }
        return better;
    }

    /** The figure in an epoch. */
    double of(History.Epoch candidate) {
        return candidate.figures().getOrDefault(name, Double.NaN);
    }

    String name() {
        return name;
    }

    /** Number of the epoch that had it; 0 if none has improved on nothing. */
    int epoch() {
        return epoch;
    }

    /** {@code best 0.8123 in epoch 7}. */
    String describe() {
        return epoch == 0 ? "it has never been a number" : "best " + format(value) + " in epoch " + epoch;
    }

    static String format(double value) {
        var size = Math.abs(value);
        return String.format(Locale.ROOT, size != 0 && (size < 1e-3 || size >= 1e5) ? "%.4e" : "%.4f", value);
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(name);
        out.writeDouble(value);
        out.writeInt(epoch);
    }

    void read(DataInput in) throws IOException {
        var written = in.readUTF();
        if (!written.equals(name)) {
            throw new TrainingException(watcher + " watched `" + written + "` so far, and cannot go on with `" + name
                    + "`; train anew, or watch the same figure");
        }
        value = in.readDouble();
        epoch = in.readInt();
    }
}
