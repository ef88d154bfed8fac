package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Documentation.doc;
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

    private static final Parameter<Integer> EPOCHS = optional(
                    "epochs", COUNT, DEFAULT.epochs(), "passes over the training data")
            .using("fit { epochs: 20 }");
    private static final Parameter<Integer> BATCH_SIZE = optional(
                    "batch_size", COUNT, DEFAULT.batchSize(), "samples in a step")
            .using("fit { batch_size: 64 }");
    private static final Parameter<Double> VALIDATION_SPLIT = optional(
                    "validation_split",
                    Parameters.BELOW_ONE,
                    DEFAULT.validationSplit(),
                    "share of the training data set aside to validate with")
            .using("fit { validation_split: 0.1 }");
    private static final Parameter<Boolean> SHUFFLE = optional(
                    "shuffle", Parameters.TRUTH, DEFAULT.shuffle(), "whether every epoch has another order")
            .using("fit { shuffle: false }");
    private static final Parameter<Long> SEED = optional(
                    "seed",
                    new ParameterType.Seed(),
                    DEFAULT.seed(),
                    "start of all random numbers: weights, shuffling, splitting and dropout")
            .using("fit { seed: 7 }");
    private static final Parameter<String> DEVICE = optional(
                    "device",
                    new ParameterType.Device(),
                    DEFAULT.device(),
                    "what computes; auto takes a GPU that works, else the processor")
            .using("fit { device: cpu }");
    private static final Parameter<Optional<Integer>> THREADS =
            open("threads", COUNT, "one a core", "how many threads compute").using("fit { threads: 4 }");
    private static final Parameter<Optional<String>> DATA =
            open("data", TEXT, "none", "training data: name or path").using("fit { data: \"train.csv\" }");
    private static final Parameter<Optional<String>> VALIDATION = open(
                    "validation", TEXT, "none", "validation data: name or path")
            .using("fit { data: \"train.csv\", validation: \"validation.csv\" }");
    private static final Parameter<Optional<String>> TEST = open("test", TEXT, "none", "test data: name or path")
            .using("fit { data: \"train.csv\", test: \"test.csv\" }");
    private static final Parameter<List<CallbackSettings>> CALLBACKS = optional(
                    "callbacks",
                    new ParameterType.ListOf<>(CallbackDeclarations.TYPE),
                    List.of(),
                    "none",
                    "what takes part in training")
            .using("fit { callbacks: [early_stopping(patience: 3), csv_log(\"log.csv\")] }");

    private static final Parameter<Integer> FOLDS = optional(
                    "folds",
                    new ParameterType.Whole(2, Integer.MAX_VALUE),
                    DEFAULT.folds(),
                    "how many parts cross-validation cuts the data into")
            .using("fit { folds: 10 }");
    private static final Parameter<Integer> ACCUMULATION = optional(
                    "gradient_accumulation_steps",
                    COUNT,
                    StepSettings.PLAIN.gradientAccumulationSteps(),
                    "after how many steps the weights change, by the mean of the gradients")
            .using("fit { batch_size: 32, gradient_accumulation_steps: 4 }");
    private static final Parameter<Optional<Double>> EMA_MOMENTUM = open(
                    "ema_momentum",
                    Parameters.BELOW_ONE,
                    "none",
                    "share that a moving average of the weights keeps at each change; validated and saved instead of them")
            .using("fit { ema_momentum: 0.99 }");
    private static final Parameter<ClassWeight> CLASS_WEIGHT = optional(
                    "class_weight",
                    new ParameterType.ClassWeights(),
                    StepSettings.PLAIN.classWeight(),
                    "even",
                    "how much each class counts in the loss of training: even, balanced by rarity, or one number per class")
            .using("fit { class_weight: balanced }");

    private static final Parameter<Optional<String>> SAMPLE_WEIGHT = open(
                    "sample_weight",
                    TEXT,
                    "none",
                    "column of the data, or array of an .npz file, that says how much each sample counts in loss and metrics")
            .using("fit { data: \"train.csv\", sample_weight: \"weight\" }");

    static final Declaration<FitSettings> FIT = Declaration.of(
            "fit",
            doc("how the model is trained", "fit { epochs: 20, batch_size: 64, validation_split: 0.1 }")
                    .noting("What is given on the command line or in Java counts instead."),
            Settings::fit);

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
                new StepSettings(
                        a.get(ACCUMULATION),
                        a.get(EMA_MOMENTUM).orElse(null),
                        a.get(CLASS_WEIGHT),
                        a.get(SAMPLE_WEIGHT).orElse(null)),
                a.get(CALLBACKS));
    }
}
