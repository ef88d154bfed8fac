package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.TEXT;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.StepSettings;
import java.util.List;
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
    private static final Parameter<List<CallbackSettings>> CALLBACKS = optional(
            "callbacks",
            new ParameterType.ListOf<>(CallbackDeclarations.TYPE),
            List.of(),
            "none",
            "what takes part in training");

    private static final Parameter<Integer> FOLDS = optional(
            "folds",
            new ParameterType.Whole(2, Integer.MAX_VALUE),
            DEFAULT.folds(),
            "how many parts cross-validation cuts the data into");
    private static final Parameter<Integer> ACCUMULATION = optional(
            "gradient_accumulation_steps",
            COUNT,
            StepSettings.PLAIN.gradientAccumulationSteps(),
            "after how many steps the weights change, by the mean of the gradients");
    private static final Parameter<Optional<Double>> EMA_MOMENTUM = open(
            "ema_momentum",
            Parameters.BELOW_ONE,
            "none",
            "share that a moving average of the weights keeps at each change; validated and saved instead of them");
    private static final Parameter<ClassWeight> CLASS_WEIGHT = optional(
            "class_weight",
            new ParameterType.ClassWeights(),
            StepSettings.PLAIN.classWeight(),
            "even",
            "how much each class counts in the loss of training: even, balanced by rarity, or a number a class");

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
                a.get(TEST).orElse(null),
                a.get(FOLDS),
                new StepSettings(a.get(ACCUMULATION), a.get(EMA_MOMENTUM).orElse(null), a.get(CLASS_WEIGHT)),
                a.get(CALLBACKS));
    }
}
