package dev.updraft.training.loop;

import dev.updraft.checkpoints.CheckpointException;
import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.checkpoints.internal.CheckpointFolder;
import dev.updraft.checkpoints.internal.CheckpointName;
import dev.updraft.checkpoints.internal.RunIdentity;
import dev.updraft.checkpoints.internal.RunState;
import dev.updraft.checkpoints.internal.RunStateFile;
import dev.updraft.compiler.dump.Dump;
import dev.updraft.compiler.dump.RecordText;
import dev.updraft.compiler.layers.CallbackSettings.Mode;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.batches.Fingerprint;
import dev.updraft.engine.EngineException;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.FitOptions;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import dev.updraft.version.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Saves a run as it goes, so that nothing is lost but the steps since then, and brings it back. */
final class Checkpointing implements AutoCloseable {
    private final FitOptions options;
    private final int epochs;
    private final Checkpoints wanted;
    private final TrainingState progress;
    private final RunIdentity identity;
    private final RunFiles files;
    private final Consumer<TrainingEvent> publish;
    private final CheckpointFolder folder;
    private final RunStateFile states;
    private final CheckpointSchedule rhythm;
    private @Nullable CheckpointName savedLast;
    /** The best of the first epochs, and how many those are. */
    private double best = Double.POSITIVE_INFINITY;

    private int compared;
    private MonitoredMetric monitored = new MonitoredMetric("loss", false);

    /**
     * @param epochs how many a run has that is begun now
     * @throws CheckpointException if the folder cannot be used
     */
    Checkpointing(
            FitOptions options,
            int epochs,
            TrainingState progress,
            RunIdentity identity,
            RunFiles files,
            Consumer<TrainingEvent> publish) {
        this.options = options;
        this.epochs = epochs;
        wanted = Objects.requireNonNull(options.checkpoints(), "asked for");
        this.progress = progress;
        this.identity = identity;
        this.files = files;
        this.publish = publish;
        folder = CheckpointFolder.open(wanted);
        states = new RunStateFile(folder.path());
        rhythm = new CheckpointSchedule(wanted.interval(), System::nanoTime);
    }

    /** What a run must have in common with one that goes on from it. */
    static RunIdentity identity(LayerGraph model, long seed, FitSettings settings, TrainingData data) {
        var decisive = RecordText.byName(model.fit().step());
        decisive.remove("recompute"); // It changes no bit.
        decisive.put("batch_size", Integer.toString(settings.batchSize()));
        decisive.put("shuffle", Boolean.toString(settings.shuffle()));
        decisive.put("seed", Long.toString(seed));
        return new RunIdentity(
                Version.TEXT,
                Dump.layers(model)
                        .lines()
                        .map(line -> line.replaceFirst(" +// .*", "")) // The layers, not where a file says so.
                        .toList(),
                decisive,
                Fingerprint.of(data.train()),
                data.validation() == null ? null : Fingerprint.of(data.validation()));
    }

    /**
     * Brings the run back if that is wanted, and saves it: whether there is room on the disk is seen now and not in hours.
     *
     * @return what the user should know, a line each
     * @throws CheckpointException if there is nothing to go on from, or it is of something else, or saving fails
     * @throws TrainingException if the run does not have the metric by which the best is told
     */
    List<String> begin(Training training) {
        monitored = MonitoredMetric.of("the best checkpoint", wanted.best(), Mode.AUTO, training);
        var notices = new ArrayList<String>();
        if (wanted.resumes()) {
            resume(notices);
        }
        write();
        return notices;
    }

    private void resume(List<String> notices) {
        var name = folder.newest(state -> files.names(state.callbacks()), notices::add);
        var checkpoint = folder.path(name);
        var state = RunStateFile.read(checkpoint);
        var differences = identity.differences(state.identity());
        if (!differences.isEmpty()) {
            throw new CheckpointException(
                    checkpoint,
                    "belongs to another training, so this one cannot resume from it:\n  "
                            + String.join("\n  ", differences)
                            + "\n  undo the change, or begin another training in another folder");
        }
        files.read(checkpoint, state.callbacks(), notices::add);
        folder.rank(known -> ascending(known, state.epochs()));
        progress.resume(state, folder.hasEnded(name), options.epochs());
        progress.limit(files.learner());
        files.learner().learningRateFactor(state.learningRateFactor());
        notices.add(
                progress.isComplete()
                        ? complete(checkpoint, state.epoch() - state.firstEpoch())
                        : "Resuming from " + checkpoint + ": epoch " + (state.epoch() + 1) + ", after step "
                                + state.step());
        if (!state.engine().equals(files.learner().engine())) {
            notices.add("It was trained on " + state.engine() + " so far; results differ slightly on another device");
        }
    }

    private String complete(Path checkpoint, int done) {
        var more = files.learner().epochs(epochs > done ? epochs : 2 * done);
        return checkpoint + " has all " + done + " epochs of its training: "
                + (more > done
                        ? "pass --epochs " + more + " (in Java: FitOptions.withEpochs) to train until there are " + more
                        : "there can be no more; another training can begin with its weights, by --weights");
    }

    /** Of the epoch at whose end a checkpoint was saved; not a number if nothing is known of that. */
    private double ascending(CheckpointName name, List<History.Epoch> epochs) {
        return epochs.stream()
                .filter(epoch -> epoch.number() == name.epochs())
                .mapToDouble(monitored::ascending)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Some steps are done. */
    void stepped() {
        if (rhythm.due()) {
            save();
        }
    }

    /** An epoch is done, and everybody has heard of it. */
    void epochFinished() {
        if (rhythm.dueAtEnd(isBest())) {
            save();
        }
    }

    private boolean isBest() {
        while (compared < progress.done.size() - 1) {
            best = Math.min(best, monitored.ascending(progress.done.get(compared)));
            compared++;
        }
        return compared == 0 || monitored.ascending(progress.done.getLast()) < best;
    }

    /**
     * Saves, whether it is time or not, unless it is this moment that was saved last. What goes wrong is told to the listeners
     * and does not end training.
     */
    void save() {
        if (state().name().equals(savedLast)) {
            return;
        }
        try {
            publish.accept(new TrainingEvent.Checkpoint(write(), null));
        } catch (CheckpointException e) {
            publish.accept(new TrainingEvent.Checkpoint(folder.path(), e.getMessage()));
        }
    }

    private Path write() {
        var begun = System.nanoTime();
        var saved = false;
        try {
            var state = state();
            var endOfEpoch = state.batch() == 0 && !state.epochs().isEmpty();
            var metric = endOfEpoch ? monitored.ascending(state.epochs().getLast()) : null;
            folder.save(state.name(), metric, checkpoint -> {
                states.write(state, checkpoint);
                files.write(checkpoint);
            });
            saved = true;
            savedLast = state.name();
            return folder.path(state.name());
        } finally {
            rhythm.saved(begun, saved);
        }
    }

    private RunState state() {
        var callbacks = files.callbacks().stream().map(Callback::name).toList();
        return progress.state(identity, files.learner().engine(), callbacks);
    }

    /** What the user is told when the engine has failed. */
    EngineException afterFailure(EngineException e) {
        return new EngineException(
                e.getMessage() + "\nPass --resume " + folder.path()
                        + " (in Java: Checkpoints.resume) to resume from the last checkpoint",
                e);
    }

    /** The run is over in good order: if it goes on, that is what somebody wants. */
    void ended() {
        var name = state().name();
        if (folder.holds(name)) {
            folder.ended(name);
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
