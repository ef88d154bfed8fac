package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.CallbackSettings.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Names of {@link CallbackSettings}. */
final class Callbacks {
    private Callbacks() {}

    static final ParameterType<CallbackSettings> TYPE = new ParameterType.Named<>(() -> Catalog.CALLBACKS, null);

    private static final ParameterType<Integer> EPOCHS = new ParameterType.Whole(0, Integer.MAX_VALUE);

    private static final Parameter<Optional<String>> MONITOR =
            open("monitor", new ParameterType.Figure(), "val_loss", "figure to watch; loss where nothing is validated");
    private static final Parameter<Mode> MODE = optional(
            "mode",
            Parameters.choice("mode", Mode.class),
            Mode.AUTO,
            "auto",
            "whether small values are better or large ones; auto goes by the figure");
    private static final Parameter<Integer> PATIENCE =
            optional("patience", EPOCHS, 5, "epochs without improvement until it acts");
    private static final Parameter<Integer> PLATEAU =
            optional("patience", EPOCHS, 10, "epochs without improvement until it acts");
    private static final Parameter<Double> MIN_DELTA =
            optional("min_delta", NOT_NEGATIVE, 0.0, "0", "how much better counts as an improvement");
    private static final Parameter<Double> PLATEAU_DELTA =
            optional("min_delta", NOT_NEGATIVE, 1e-4, "1e-4", "how much better counts as an improvement");
    private static final Parameter<Boolean> RESTORE_BEST =
            optional("restore_best", TRUTH, true, "whether the weights of the best epoch are kept");
    private static final Parameter<Double> FACTOR =
            optional("factor", Parameters.FRACTION, 0.1, "what the learning rate is multiplied with");
    private static final Parameter<Integer> COOLDOWN =
            optional("cooldown", EPOCHS, 0, "epochs after a reduction that are not counted");
    private static final Parameter<Double> MIN_LEARNING_RATE =
            optional("min_learning_rate", NOT_NEGATIVE, 0.0, "0", "the learning rate goes no lower");
    private static final Parameter<Duration> LIMIT =
            required("limit", new ParameterType.Time(), Duration.ofMinutes(30), "\"30m\"", "how long to train");

    static final Table<CallbackSettings> TABLE = new Table<>(
            "callback",
            List.of(
                    of("early_stopping", "ends training when a figure no longer improves", Callbacks::earlyStopping),
                    of(
                            "reduce_on_plateau",
                            "lowers the learning rate when a figure no longer improves",
                            Callbacks::reduceOnPlateau),
                    of("time_limit", "ends training after a time", a -> new CallbackSettings.TimeLimit(a.get(LIMIT)))));

    private static CallbackSettings earlyStopping(Arguments a) {
        var monitor = a.get(MONITOR).orElse(null);
        var patience = a.get(PATIENCE);
        var minDelta = a.get(MIN_DELTA);
        var restoreBest = a.get(RESTORE_BEST);
        return new CallbackSettings.EarlyStopping(monitor, a.get(MODE), patience, minDelta, restoreBest);
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
