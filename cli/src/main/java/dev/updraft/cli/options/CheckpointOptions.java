package dev.updraft.cli.options;

import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.cli.output.UserMistake;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a training saves what it takes to go on, and whether it goes on from there. */
public final class CheckpointOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "FOLDER",
            description = "Save checkpoints in this folder, so that an interrupted run can be resumed.")
    private @Nullable Path folder;

    @Option(
            names = "--resume",
            paramLabel = "FOLDER",
            description = "Resume the training whose checkpoints are in this folder, and keep saving there.")
    private @Nullable Path resumed;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "How often to save within an epoch: 30s, 5m, 2h. By default every 30 seconds, or less often if"
                            + " saving would take more than 2 %% of the time.")
    private @Nullable Duration interval;

    @Option(
            names = "--keep",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "Keep the newest N checkpoints in addition to the best; 3 by default.")
    private @Nullable Integer keep;

    @Option(
            names = "--checkpoint-best",
            paramLabel = "METRIC",
            description = "Metric that decides the best checkpoint, such as val_accuracy; by default val_loss, or loss"
                    + " without validation.")
    private @Nullable String best;

    /** What is wanted; null for no checkpoints. */
    @Nullable
    public Checkpoints wanted() {
        if (folder != null && resumed != null) {
            throw new UserMistake("--resume keeps saving in its folder: omit --checkpoint");
        }
        var wanted = folder != null ? Checkpoints.in(folder) : resumed != null ? Checkpoints.resume(resumed) : null;
        if (wanted == null) {
            if (interval != null || keep != null || best != null) {
                throw new UserMistake(
                        (interval != null ? "--checkpoint-every" : keep != null ? "--keep" : "--checkpoint-best")
                                + " needs a folder: add --checkpoint FOLDER or --resume FOLDER");
            }
            return null;
        }
        wanted = keep == null ? wanted : wanted.keep(keep);
        wanted = best == null ? wanted : wanted.best(best);
        return interval == null ? wanted : wanted.every(interval);
    }

    public boolean resumes() {
        return resumed != null;
    }
}
