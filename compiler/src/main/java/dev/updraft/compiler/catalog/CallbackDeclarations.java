package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.TEXT;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.CallbackSettings.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Names of {@link CallbackSettings}. */
final class CallbackDeclarations {
    private CallbackDeclarations() {}

    static final ParameterType<CallbackSettings> TYPE = new ParameterType.Named<>(() -> Catalog.CALLBACKS, null);

    private static final ParameterType<Integer> EPOCHS = new ParameterType.Whole(0, Integer.MAX_VALUE);

    private static final Parameter<Optional<String>> MONITOR =
            open("monitor", new ParameterType.MetricName(), "val_loss", "metric to watch; loss without validation");
    private static final Parameter<Mode> MODE = optional(
            "mode",
            Parameters.choice("mode", Mode.class),
            Mode.AUTO,
            "auto",
            "whether lower (min) or higher (max) values are better; auto decides by the metric");
    private static final Parameter<Integer> PATIENCE =
            optional("patience", EPOCHS, 5, "epochs without improvement before it acts");
    private static final Parameter<Integer> PLATEAU =
            optional("patience", EPOCHS, 10, "epochs without improvement before it acts");
    private static final Parameter<Double> MIN_DELTA =
            optional("min_delta", NOT_NEGATIVE, 0.0, "0", "smallest change that counts as an improvement");
    private static final Parameter<Double> PLATEAU_DELTA =
            optional("min_delta", NOT_NEGATIVE, 1e-4, "1e-4", "smallest change that counts as an improvement");
    private static final Parameter<Boolean> RESTORE_BEST =
            optional("restore_best", TRUTH, true, "whether the model ends with the weights of the best epoch");
    private static final Parameter<Double> FACTOR =
            optional("factor", Parameters.FRACTION, 0.1, "factor for the learning rate");
    private static final Parameter<Integer> COOLDOWN =
            optional("cooldown", EPOCHS, 0, "epochs after a reduction that are not counted");
    private static final Parameter<Double> MIN_LEARNING_RATE =
            optional("min_learning_rate", NOT_NEGATIVE, 0.0, "0", "lower bound of the learning rate");
    private static final Parameter<Duration> LIMIT =
            required("limit", new ParameterType.Time(), Duration.ofMinutes(30), "\"30m\"", "how long to train");

    private static final Parameter<String> BEST_FILE = required(
            "file",
            TEXT,
            "best.safetensors",
            "\"best.safetensors\"",
            "file to write; an existing one is" + " replaced");
    private static final Parameter<String> FILES = required(
            "file",
            TEXT,
            "net-{epoch}.safetensors",
            "\"net-{epoch}.safetensors\"",
            "file to write; {epoch} and {step} are replaced by their numbers");
    private static final Parameter<Optional<Integer>> EVERY_EPOCHS =
            open("epochs", Parameters.COUNT, "1", "epochs between saves");
    private static final Parameter<Optional<Integer>> EVERY_STEPS =
            open("steps", Parameters.COUNT, "none", "optimizer steps between saves, instead of epochs");
    private static final Parameter<String> CSV = required("file", TEXT, "log.csv", "\"log.csv\"", "where to write");
    private static final Parameter<String> JSON_LINES =
            required("file", TEXT, "log.jsonl", "\"log.jsonl\"", "where to write");
    private static final Parameter<String> FOLDER = required("folder", TEXT, "logs", "\"logs\"", "where to write");

    private static final String FIGURES = "All metrics, the learning rate and the seconds.";

    private static final Documentation EARLY_STOPPING = doc(
                    "ends training when a metric no longer improves",
                    "fit { epochs: 50, validation_split: 0.1, callbacks: [early_stopping(patience: 3)] }")
            .noting("An improvement must exceed min_delta. With restore_best the model ends with the weights of the"
                    + " best epoch, even if training ran to its last epoch.");
    private static final Documentation REDUCE_ON_PLATEAU = doc(
                    "lowers the learning rate when a metric no longer improves",
                    "fit { epochs: 50, callbacks: [reduce_on_plateau(factor: 0.5, patience: 2)] }")
            .noting(
                    "The rate becomes max(rate * factor, min_learning_rate); with a schedule, the rest of it is lowered.");
    private static final Documentation SAVE_BEST = doc(
            "saves the model whenever a metric reaches a new best",
            "fit { callbacks: [save_best(\"best.safetensors\", monitor: val_loss)] }");
    private static final Documentation SAVE_EVERY = doc(
                    "saves the model at a fixed interval of epochs or steps",
                    "fit { callbacks: [save_every(\"net-{epoch}.safetensors\", epochs: 5)] }")
            .noting("Only one of epochs and steps can be set.");
    private static final Documentation CSV_LOG = doc(
                    "writes a table with one row per epoch", "fit { callbacks: [csv_log(\"log.csv\")] }")
            .noting(FIGURES);
    private static final Documentation JSON_LOG = doc(
                    "writes one JSON object per epoch, each on its own line",
                    "fit { callbacks:" + " [json_log(\"log.jsonl\")] }")
            .noting(FIGURES);
    private static final Documentation TENSORBOARD = doc(
                    "writes metrics of epochs and steps for TensorBoard", "fit { callbacks: [tensorboard(\"logs\")] }")
            .noting("One folder per run; tensorboard --logdir logs shows all runs.");
    private static final Documentation TIME_LIMIT = doc(
                    "ends training after the given time", "fit { callbacks: [time_limit(\"1h30m\")] }")
            .noting("The current epoch is cut short and validated.");

    static final Table<CallbackSettings> TABLE = new Table<>(
            "callback",
            List.of(
                    of("early_stopping", EARLY_STOPPING, CallbackDeclarations::earlyStopping),
                    of("reduce_on_plateau", REDUCE_ON_PLATEAU, CallbackDeclarations::reduceOnPlateau),
                    of("save_best", SAVE_BEST, CallbackDeclarations::saveBest),
                    of("save_every", SAVE_EVERY, CallbackDeclarations::saveEvery),
                    of("csv_log", CSV_LOG, a -> new CallbackSettings.CsvLog(a.get(CSV))),
                    of("json_log", JSON_LOG, a -> new CallbackSettings.JsonLog(a.get(JSON_LINES))),
                    of("tensorboard", TENSORBOARD, a -> new CallbackSettings.TensorBoard(a.get(FOLDER))),
                    of("time_limit", TIME_LIMIT, a -> new CallbackSettings.TimeLimit(a.get(LIMIT)))));

    private static CallbackSettings earlyStopping(Arguments a) {
        var monitor = a.get(MONITOR).orElse(null);
        var patience = a.get(PATIENCE);
        var minDelta = a.get(MIN_DELTA);
        var restoreBest = a.get(RESTORE_BEST);
        return new CallbackSettings.EarlyStopping(monitor, a.get(MODE), patience, minDelta, restoreBest);
    }

    private static CallbackSettings saveBest(Arguments a) {
        var file = a.get(BEST_FILE);
        return new CallbackSettings.SaveBest(file, a.get(MONITOR).orElse(null), a.get(MODE));
    }

    private static CallbackSettings saveEvery(Arguments a) {
        var file = a.get(FILES);
        var epochs = a.get(EVERY_EPOCHS).orElse(null);
        var steps = a.get(EVERY_STEPS).orElse(null);
        if (epochs != null && steps != null) {
            throw new Arguments.Conflict(EVERY_STEPS, "only one of `epochs` and `steps` can be set");
        }
        return new CallbackSettings.SaveEvery(
                file, epochs == null && steps == null ? Integer.valueOf(1) : epochs, steps);
    }

    private static CallbackSettings reduceOnPlateau(Arguments a) {
        var monitor = a.get(MONITOR).orElse(null);
        var factor = a.get(FACTOR);
        var patience = a.get(PLATEAU);
        var minDelta = a.get(PLATEAU_DELTA);
        var cooldown = a.get(COOLDOWN);
        var minLearningRate = a.get(MIN_LEARNING_RATE);
        return new CallbackSettings.ReduceOnPlateau(
                monitor, a.get(MODE), factor, patience, minDelta, cooldown, minLearningRate);
    }
}
