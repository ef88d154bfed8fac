package dev.updraft.training.callbacks;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.CallbackSettings.Mode;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.ModelSnapshot;
import dev.updraft.training.Training;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ends training when a metric has not improved for some epochs. Counts like Keras 3; as there, the weights of the best
 * epoch are restored whatever ends training.
 */
public final class EarlyStopping implements Callback {
    private final CallbackSettings.EarlyStopping settings;
    private final BestMetric best;
    private @Nullable Training training;
    private @Nullable ModelSnapshot snapshot;
    private int wait;

    /** Monitors {@code val_loss}, or {@code loss} without validation, and restores the best weights. */
    public EarlyStopping(int patience) {
        this(new CallbackSettings.EarlyStopping(null, Mode.AUTO, patience, 0, true));
    }

    /**
     * Monitors a metric, and restores the best weights.
     *
     * @param monitor the metric, such as {@code val_accuracy}; whether larger is better depends on the metric
     */
    public EarlyStopping(String monitor, int patience) {
        this(new CallbackSettings.EarlyStopping(monitor, Mode.AUTO, patience, 0, true));
    }

    public EarlyStopping(CallbackSettings.EarlyStopping settings) {
        this.settings = settings;
        best = new BestMetric(name(), settings.monitor(), settings.mode(), settings.minDelta());
    }

    @Override
    public String name() {
        return "early_stopping";
    }

    @Override
    public void started(Training run) {
        best.start(run);
        training = run;
        snapshot = null;
        wait = 0;
    }

    @Override
    public void epochFinished(Training run, History.Epoch epoch) {
        wait++;
        if (best.improvesIn(epoch)) {
            wait = 0;
            snapshot = settings.restoreBest() ? run.snapshot() : null;
        } else if (wait >= settings.patience() && epoch.number() > 1) {
            run.stop(reason());
        }
    }

    private String reason() {
        return best.name() + " has not improved for " + (wait == 1 ? "an epoch" : wait + " epochs");
    }

    @Override
    public void finished(Training run) {
        var epochs = run.history().epochs();
        if (epochs.isEmpty()) {
            return; // Somebody stopped it before the first step.
        }
        var last = epochs.getLast().number();
        var goesBack = snapshot != null && best.epoch() != last;
        if (snapshot != null && goesBack) {
            run.restore(snapshot);
        }
        var restored = goesBack ? ", whose weights are restored" : "";
        if (reason().equals(run.history().stopped())) {
            run.notice("Epoch " + last + ": " + reason() + "; " + best.describe() + restored);
        } else if (goesBack) {
            run.notice(best.name() + ": " + best.describe() + restored);
        }
        snapshot = null;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        best.write(out);
        out.writeInt(wait);
        out.writeBoolean(snapshot != null);
        if (snapshot != null) {
            snapshot.write(out);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        best.read(in);
        wait = in.readInt();
        snapshot = in.readBoolean()
                ? Objects.requireNonNull(training, "a run has started")
                        .snapshot()
                        .read(in)
                : null;
    }
}
