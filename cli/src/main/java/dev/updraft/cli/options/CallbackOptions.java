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
            description = "As in a `fit` block, such as 'reduce_on_plateau(patience: 3)'; may be repeated.")
    private List<String> callbacks = new ArrayList<>();

    @Option(
            names = "--early-stopping",
            paramLabel = "EPOCHS",
            arity = "0..1",
            fallbackValue = "5",
            converter = CountConverter.class,
            preprocessor = OptionalNumber.class,
            description =
                    "Stop when validation has not improved for this many epochs (5 by default); keep the best weights.")
    private @Nullable Integer patience;

    @Option(
            names = "--save-best",
            paramLabel = "FILE.safetensors",
            description = "Save the model whenever validation is better than ever.")
    private @Nullable Path best;

    @Option(names = "--tensorboard", paramLabel = "FOLDER", description = "Write metrics for TensorBoard.")
    private @Nullable Path tensorBoard;

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Stop after a time such as 30m or 1h30m.")
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
