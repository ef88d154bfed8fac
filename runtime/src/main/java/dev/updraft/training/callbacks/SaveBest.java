package dev.updraft.training.callbacks;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.CallbackSettings.Mode;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.Training;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;

/** Saves the model to the same file after every epoch in which a metric reaches a new best. */
public final class SaveBest implements Callback {
    private final Path file;
    private final BestMetric best;
    private boolean saved;

    /** Monitors {@code val_loss}, or {@code loss} without validation. */
    public SaveBest(Path file) {
        this(new CallbackSettings.SaveBest(file.toString(), null, Mode.AUTO));
    }

    /** @param monitor the metric, such as {@code val_accuracy}; whether larger is better depends on the metric */
    public SaveBest(Path file, String monitor) {
        this(new CallbackSettings.SaveBest(file.toString(), monitor, Mode.AUTO));
    }

    public SaveBest(CallbackSettings.SaveBest settings) {
        file = LogFile.path("save_best", settings.file());
        best = new BestMetric("save_best", settings.monitor(), settings.mode(), 0);
    }

    @Override
    public String name() {
        return "save_best(" + file + ")";
    }

    @Override
    public void started(Training training) {
        LogFile.requireReplaceable("save_best", file);
        best.start(training);
    }

    @Override
    public void epochFinished(Training training, History.Epoch epoch) {
        if (best.improvesIn(epoch)) {
            saved = ModelFile.save("save_best", training, file);
        }
    }

    @Override
    public void finished(Training training) {
        if (best.epoch() > 0) {
            training.notice(file + (saved ? " has" : " could not be updated with") + " the best weights: " + best.name()
                    + " " + best.describe());
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        best.write(out);
        out.writeBoolean(saved);
    }

    @Override
    public void read(DataInput in) throws IOException {
        best.read(in);
        saved = in.readBoolean();
    }
}
