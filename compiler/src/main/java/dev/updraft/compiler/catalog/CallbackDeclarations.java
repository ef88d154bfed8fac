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

    private static final Parameter<Optional<String>> MONITOR = open(
            "monitor", new ParameterType.MetricName(), "val_loss", "metric to watch; loss where nothing is validated");
    private static final Parameter<Mode> MODE = optional(
            "mode",
            Parameters.choice("mode", Mode.class),
            Mode.AUTO,
            "auto",
            "whether small values are better or large ones; auto goes by the metric");
    private static final Parameter<Integer> PATIENCE =
            optional("patience", EPOCHS, 5, "epochs without improvement until it acts");
    private static final Parameter<Integer> PLATEAU =
            optional("patience", EPOCHS, 10, "epochs without improvement until it acts");
    private static final Parameter<Double> MIN_DELTA =
            optional("min_delta", NOT_NEGATIVE, 0.0, "0", "how much better counts as an improvement");
    private static final Parameter<Double> PLATEAU_DELTA =
            optional("min_delta", NOT_NEGATIVE, 1e-4, "1e-4", "how much better counts as an improvement");
    private static final Parameter<Boolean> RESTORE_BEST =
            optional("restore_best", TRUTH, true, "whether the model ends with the weights of the best epoch");
    private static final Parameter<Double> FACTOR =
            optional("factor", Parameters.FRACTION, 0.1, "what the learning rate is multiplied with");
    private static final Parameter<Integer> COOLDOWN =
            optional("cooldown", EPOCHS, 0, "epochs after a reduction that are not counted");
    private static final Parameter<Double> MIN_LEARNING_RATE =
            optional("min_learning_rate", NOT_NEGATIVE, 0.0, "0", "the learning rate goes no lower");
    private static final Parameter<Duration> LIMIT =
            required("limit", new ParameterType.Time(), Duration.ofMinutes(30), "\"30m\"", "how long to train");

    private static final Parameter<String> BEST_FILE =
            required("file", TEXT, "best.safetensors", "\"best.safetensors\"", "where to, replacing what is there");
    private static final Parameter<String> FILES = required(
            "file",
            TEXT,
            "net-{epoch}.safetensors",
            "\"net-{epoch}.safetensors\"",
            "where to; {epoch} and {step} stand for their numbers");
    private static final Parameter<Optional<Integer>> EVERY_EPOCHS =
            open("epochs", Parameters.COUNT, "1", "epochs between saves");
    private static final Parameter<Optional<Integer>> EVERY_STEPS =
            open("steps", Parameters.COUNT, "none", "optimizer steps between saves, instead of epochs");
    private static final Parameter<String> CSV = required("file", TEXT, "log.csv", "\"log.csv\"", "where to");
    private static final Parameter<String> JSON_LINES =
            required("file", TEXT, "log.jsonl", "\"log.jsonl\"", "where to");
    private static final Parameter<String> FOLDER = required("folder", TEXT, "logs", "\"logs\"", "where to");

    private static final String FIGURES = "All metrics, the learning rate and the seconds.";

    private static final Documentation EARLY_STOPPING = doc(
                    "ends training when a metric no longer improves",
                    "fit { epochs: 50, validation_split: 0.1, callbacks: [early_stopping(patience: 3)] }")
            .noting(
                    "Improvement is by more than min_delta. With restore_best the model ends with the weights of the best"
                            + " epoch, even if training ran to its last.");
    private static final Documentation REDUCE_ON_PLATEAU = doc(
                    "lowers the learning rate when a metric no longer improves",
                    "fit { epochs: 50, callbacks: [reduce_on_plateau(factor: 0.5, patience: 2)] }")
            .noting("The rate becomes max(rate * factor, min_learning_rate); of a schedule, all that is left of it is"
                    + " lowered.");
    private static final Documentation SAVE_BEST = doc(
            "saves the model whenever a metric is better than ever",
            "fit { callbacks: [save_best(\"best.safetensors\", monitor: val_loss)] }");
    private static final Documentation SAVE_EVERY = doc(
                    "saves the model at a fixed interval of epochs or steps",
                    "fit { callbacks: [save_every(\"net-{epoch}.safetensors\", epochs: 5)] }")
            .noting("Only one of epochs and steps can be set.");
    private static final Documentation CSV_LOG = doc(
                    "writes a table with a row an epoch", "fit { callbacks: [csv_log(\"log.csv\")] }")
            .noting(FIGURES);
    private static final Documentation JSON_LOG = doc(
                    "writes a JSON object an epoch, one a line", "fit { callbacks: [json_log(\"log.jsonl\")] }")
            .noting(FIGURES);
    private static final Documentation TENSORBOARD = doc(
                    "writes metrics of epochs and steps for TensorBoard", "fit { callbacks: [tensorboard(\"logs\")] }")
            .noting("A folder a run; tensorboard --logdir logs shows all runs.");
    private static final Documentation TIME_LIMIT = doc(
                    "ends training after a time", "fit { callbacks: [time_limit(\"1h30m\")] }")
            .noting("The epoch at hand is cut short and validated.");

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
