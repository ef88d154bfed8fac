package dev.updraft.training.callbacks;

import dev.updraft.compiler.layers.CallbackSettings.Mode;
import dev.updraft.history.History;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingException;
import dev.updraft.training.loop.MonitoredMetric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The best value that a metric has had so far, and when. */
final class BestMetric {
    private final String watcher;
    private final @Nullable String monitor;
    private final Mode mode;
    private final double minDelta;
    private MonitoredMetric metric = new MonitoredMetric("loss", false);
    private double value;
    private int epoch;

    /**
     * @param watcher the callback, for messages
     * @param monitor the metric; null for {@code val_loss}, or {@code loss} where there is none
     * @param minDelta how much better is an improvement
     */
    BestMetric(String watcher, @Nullable String monitor, Mode mode, double minDelta) {
        this.watcher = watcher;
        this.monitor = monitor;
        this.mode = mode;
        this.minDelta = minDelta;
    }

    /**
     * Begins anew.
     *
     * @throws TrainingException if the run has no such metric
     */
    void start(Training training) {
        metric = MonitoredMetric.of(watcher, monitor, mode, training);
        value = metric.largerIsBetter() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        epoch = 0;
    }

    /** Takes the metric of an epoch: whether it is the best so far, by enough. Not a number is never better. */
    boolean improvesIn(History.Epoch candidate) {
        var found = of(candidate);
        var better = metric.largerIsBetter() ? found > value + minDelta : found < value - minDelta;
        if (better) {
            value = found;
            epoch = candidate.number();
        }
        return better;
    }

    /** The metric in an epoch. */
    double of(History.Epoch candidate) {
        return metric.of(candidate);
    }

    String name() {
        return metric.name();
    }

    /** Number of the epoch that had it; 0 if none has improved on nothing. */
    int epoch() {
        return epoch;
    }

    /** {@code best 0.8123 in epoch 7}. */
    String describe() {
        return epoch == 0 ? "it has always been NaN" : "best " + format(value) + " in epoch " + epoch;
    }

    static String format(double value) {
        var size = Math.abs(value);
        return String.format(Locale.ROOT, size != 0 && (size < 1e-3 || size >= 1e5) ? "%.4e" : "%.4f", value);
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(name());
        out.writeDouble(value);
        out.writeInt(epoch);
    }

    void read(DataInput in) throws IOException {
        var written = in.readUTF();
        if (!written.equals(name())) {
            throw new TrainingException(watcher + " monitored `" + written + "` so far, and cannot continue with" + " `"
                    + name() + "`; train again, or monitor the same metric");
        }
        value = in.readDouble();
        epoch = in.readInt();
    }
}
