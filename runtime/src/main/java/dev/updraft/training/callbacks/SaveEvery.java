package dev.updraft.training.callbacks;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.Training;
import java.nio.file.Path;

/** Saves the model at a fixed interval of epochs or steps. */
public final class SaveEvery implements Callback {
    private final CallbackSettings.SaveEvery settings;

    /**
     * Saves at an interval of epochs.
     *
     * @param file a file name, in which {@code {epoch}} and {@code {step}} are replaced by their numbers
     */
    public static SaveEvery epochs(int epochs, Path file) {
        return new SaveEvery(new CallbackSettings.SaveEvery(file.toString(), epochs, null));
    }

    /**
     * Saves at an interval of optimizer steps.
     *
     * @param file a file name, in which {@code {epoch}} and {@code {step}} are replaced by their numbers
     */
    public static SaveEvery steps(int steps, Path file) {
        return new SaveEvery(new CallbackSettings.SaveEvery(file.toString(), null, steps));
    }

    public SaveEvery(CallbackSettings.SaveEvery settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "save_every(" + settings.file() + ")";
    }

    @Override
    public void started(Training training) {
        LogFile.requireReplaceable("save_every", file(training));
    }

    @Override
    public long dueAfter(long step) {
        var steps = settings.steps();
        return steps == null ? Long.MAX_VALUE : (step / steps + 1) * steps;
    }

    @Override
    public void stepped(Training training) {
        var steps = settings.steps();
        if (steps != null && training.step() % steps == 0) {
            ModelFile.save("save_every", training, file(training));
        }
    }

    @Override
    public void epochFinished(Training training, History.Epoch epoch) {
        var epochs = settings.epochs();
        if (epochs != null && epoch.number() % epochs == 0) {
            ModelFile.save("save_every", training, file(training));
        }
    }

    private Path file(Training training) {
        return LogFile.path(
                "save_every",
                settings.file()
                        .replace("{epoch}", Integer.toString(training.epoch()))
                        .replace("{step}", Long.toString(training.step())));
    }
}
