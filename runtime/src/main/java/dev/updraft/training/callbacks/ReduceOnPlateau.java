package dev.updraft.training.callbacks;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.CallbackSettings.Mode;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Lowers the learning rate when a metric has not improved for some epochs. Counts like Keras 3's {@code ReduceLROnPlateau}.
 * With a schedule, the rest of it is lowered.
 */
public final class ReduceOnPlateau implements Callback {
    private final CallbackSettings.ReduceOnPlateau settings;
    private final BestMetric best;
    private int wait;
    private int cooldown;

    /**
     * Monitors {@code val_loss}, or {@code loss} without validation.
     *
     * @param factor factor for the learning rate, above 0 and below 1
     */
    public ReduceOnPlateau(double factor, int patience) {
        this(new CallbackSettings.ReduceOnPlateau(null, Mode.AUTO, factor, patience, 1e-4, 0, 0));
    }

    public ReduceOnPlateau(CallbackSettings.ReduceOnPlateau settings) {
        this.settings = settings;
        best = new BestMetric(name(), settings.monitor(), settings.mode(), settings.minDelta());
    }

    @Override
    public String name() {
        return "reduce_on_plateau";
    }

    @Override
    public void started(Training training) {
        if (training.model().optimizer() instanceof Optimizer.Lbfgs) {
            throw new TrainingException(
                    "reduce_on_plateau cannot reduce the learning rate of lbfgs, which has none: remove the callback");
        }
        best.start(training);
        wait = 0;
        cooldown = 0;
    }

    @Override
    public void epochFinished(Training training, History.Epoch epoch) {
        if (cooldown > 0) {
            cooldown--;
            wait = 0;
        }
        if (best.improvesIn(epoch)) {
            wait = 0;
        } else if (cooldown == 0) {
            wait++;
            if (wait >= settings.patience() && training.learningRate() > settings.minLearningRate()) {
                reduce(training, epoch);
            }
        }
    }

    private void reduce(Training training, History.Epoch epoch) {
        var before = training.learningRate();
        var after = Math.max(before * settings.factor(), settings.minLearningRate());
        training.learningRateFactor(training.learningRateFactor() * (after / before));
        training.notice("Epoch " + epoch.number() + ": " + best.name() + " has not improved for "
                + (wait == 1 ? "an epoch" : wait + " epochs") + ", " + best.describe() + "; learning rate lowered from "
                + BestMetric.format(before) + " to " + BestMetric.format(after));
        cooldown = settings.cooldown();
        wait = 0;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        best.write(out);
        out.writeInt(wait);
        out.writeInt(cooldown);
    }

    @Override
    public void read(DataInput in) throws IOException {
        best.read(in);
        wait = in.readInt();
        cooldown = in.readInt();
    }
}
