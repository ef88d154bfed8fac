package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.TEXT;

import dev.updraft.compiler.layers.FitSettings;
import java.util.Optional;

/** The settings of the {@code fit} block. */
final class Settings {
    private Settings() {}

    private static final FitSettings DEFAULT = FitSettings.DEFAULT;

    private static final Parameter<Integer> EPOCHS =
            optional("epochs", COUNT, DEFAULT.epochs(), "passes over the training data");
    private static final Parameter<Integer> BATCH_SIZE =
            optional("batch_size", COUNT, DEFAULT.batchSize(), "samples a step");
    private static final Parameter<Double> VALIDATION_SPLIT = optional(
            "validation_split",
            Parameters.BELOW_ONE,
            DEFAULT.validationSplit(),
            "share of the training data set aside");
    private static final Parameter<Boolean> SHUFFLE =
            optional("shuffle", Parameters.TRUTH, DEFAULT.shuffle(), "whether every epoch has another order");
    private static final Parameter<Long> SEED =
            optional("seed", new ParameterType.Seed(), DEFAULT.seed(), "of weights, shuffling, splitting and dropout");
    private static final Parameter<String> DEVICE =
            optional("device", new ParameterType.Device(), DEFAULT.device(), "what computes");
    private static final Parameter<Optional<Integer>> THREADS =
            open("threads", COUNT, "one a core", "how many threads compute");
    private static final Parameter<Optional<String>> DATA = open("data", TEXT, "none", "training data: name or path");
    private static final Parameter<Optional<String>> VALIDATION =
            open("validation", TEXT, "none", "validation data: name or path");
    private static final Parameter<Optional<String>> TEST = open("test", TEXT, "none", "test data: name or path");

    static final Declaration<FitSettings> FIT = Declaration.of("fit", "how to train", Settings::fit);

    private static FitSettings fit(Arguments a) {
        return new FitSettings(
                a.get(EPOCHS),
                a.get(BATCH_SIZE),
                a.get(VALIDATION_SPLIT),
                a.get(SHUFFLE),
                a.get(SEED),
                a.get(DEVICE),
                a.get(THREADS).orElse(null),
                a.get(DATA).orElse(null),
                a.get(VALIDATION).orElse(null),
                a.get(TEST).orElse(null));
    }
}
