package dev.updraft.cli.options;

import dev.updraft.cli.output.ModelErrors;
import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.training.Callback;
import dev.updraft.training.callbacks.Callbacks;
import dev.updraft.training.callbacks.EarlyStopping;
import dev.updraft.training.callbacks.SaveBest;
import dev.updraft.training.callbacks.TensorBoardLog;
import dev.updraft.training.callbacks.TimeLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What takes part in training: each in place of one of the {@code fit} block that has the same name. */
public final class CallbackOptions {
    @Option(
            names = "--callback",
            paramLabel = "CALLBACK",
            description =
                    "Add a callback, written as in a `fit` block: 'reduce_on_plateau(patience: 3)'; may be repeated.")
    private List<String> callbacks = new ArrayList<>();

    @Option(
            names = "--early-stopping",
            paramLabel = "EPOCHS",
            arity = "0..1",
            fallbackValue = "5",
            converter = CountConverter.class,
            preprocessor = OptionalNumber.class,
            description = "Stop when the validation loss has not improved for this many epochs (5 by default); keep the"
                    + " best weights.")
    private @Nullable Integer patience;

    @Option(
            names = "--save-best",
            paramLabel = "FILE.safetensors",
            description = "Save the model whenever the validation loss reaches a new best.")
    private @Nullable Path best;

    @Option(names = "--tensorboard", paramLabel = "FOLDER", description = "Write metrics for TensorBoard.")
    private @Nullable Path tensorBoard;

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Stop after the given time, such as 30m or 1h30m.")
    private @Nullable Duration limit;

    /**
     * The callbacks.
     *
     * @throws ModelErrors if one is written wrong
     */
    public List<Callback> callbacks() {
        var all = new ArrayList<Callback>();
        for (var text : callbacks) {
            var diagnostics = new Diagnostics();
            var settings = Compiler.callback("--callback", text, diagnostics);
            if (settings == null) {
                throw new ModelErrors(diagnostics.all());
            }
            all.add(Callbacks.of(settings));
        }
        if (patience != null) {
            all.add(new EarlyStopping(patience));
        }
        if (best != null) {
            all.add(new SaveBest(best));
        }
        if (tensorBoard != null) {
            all.add(new TensorBoardLog(tensorBoard));
        }
        if (limit != null) {
            all.add(new TimeLimit(limit));
        }
        return all;
    }
}
