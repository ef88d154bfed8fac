package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.TEXT;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.DataLocation;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.DecisionThreshold;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.StepPrecision;
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
                    "batch_size", COUNT, DEFAULT.batchSize(), "samples per step")
            .using("fit { batch_size: 64 }");
    private static final Parameter<DataSplit> VALIDATION_SPLIT = optional(
                    "validation_split",
                    Splits.TYPE,
                    DEFAULT.validationSplit(),
                    DEFAULT.validationSplit().text(),
                    "what of the training data is set aside for validation: a fraction, chosen at random, last or by")
            .using("fit { validation_split: 0.1 }");
    private static final Parameter<DataSplit> TEST_SPLIT = optional(
                    "test_split",
                    Splits.TYPE,
                    DEFAULT.testSplit(),
                    DEFAULT.testSplit().text(),
                    "what of the data is set aside first, to test the trained model: a fraction, chosen at random, last"
                            + " or by")
            .using("fit { data: \"customers.csv\", test_split: 0.2 }");
    private static final Parameter<Boolean> SHUFFLE = optional(
                    "shuffle",
                    Parameters.TRUTH,
                    DEFAULT.shuffle(),
                    "whether to shuffle the training data in every epoch; if not, a fraction for validation or a test"
                            + " is the last of the data instead of one chosen at random")
            .using("fit { shuffle: false }");
    private static final Parameter<Long> SEED = optional(
                    "seed",
                    new ParameterType.Seed(),
                    DEFAULT.seed(),
                    "seed for all random numbers: weights, shuffling, splitting and dropout")
            .using("fit { seed: 7 }");
    private static final Parameter<String> DEVICE = optional(
                    "device",
                    new ParameterType.Device(),
                    DEFAULT.device(),
                    "device to compute on; auto picks a working GPU, or else the processor")
            .using("fit { device: cpu }");
    private static final Parameter<Optional<Integer>> THREADS =
            open("threads", COUNT, "one per core", "number of compute threads").using("fit { threads: 4 }");
    private static final Parameter<Optional<DataLocation>> DATA = open(
                    "data", DataLocations.TYPE, "none", "training data: name or path, csv, excel or sql")
            .using("fit { data: \"train.csv\" }");
    private static final Parameter<Optional<DataLocation>> VALIDATION = open(
                    "validation", DataLocations.TYPE, "none", "validation data, likewise")
            .using("fit { data: \"train.csv\", validation: \"validation.csv\" }");
    private static final Parameter<Optional<DataLocation>> TEST = open(
                    "test", DataLocations.TYPE, "none", "test data, likewise")
            .using("fit { data: \"train.csv\", test: \"test.csv\" }");
    private static final Parameter<List<CallbackSettings>> CALLBACKS = optional(
                    "callbacks",
                    new ParameterType.ListOf<>(CallbackDeclarations.TYPE),
                    List.of(),
                    "none",
                    "callbacks to run during training")
            .using("fit { callbacks: [early_stopping(patience: 3), csv_log(\"log.csv\")] }");

    private static final Parameter<Integer> FOLDS = optional(
                    "folds",
                    new ParameterType.Whole(2, Integer.MAX_VALUE),
                    DEFAULT.folds(),
                    "number of folds for cross-validation")
            .using("fit { folds: 10 }");
    private static final Parameter<Integer> ACCUMULATION = optional(
                    "gradient_accumulation_steps",
                    COUNT,
                    StepSettings.PLAIN.gradientAccumulationSteps(),
                    "number of steps whose gradients are averaged for each weight update")
            .using("fit { batch_size: 32, gradient_accumulation_steps: 4 }");
    private static final Parameter<Optional<Double>> EMA_MOMENTUM = open(
                    "ema_momentum",
                    Parameters.BELOW_ONE,
                    "none",
                    "momentum of an exponential moving average of the weights, which is validated and saved instead"
                            + " of them")
            .using("fit { ema_momentum: 0.99 }");
    private static final Parameter<ClassWeight> CLASS_WEIGHT = optional(
                    "class_weight",
                    new ParameterType.ClassWeights(),
                    StepSettings.PLAIN.classWeight(),
                    "even",
                    "weight of each class in the training loss: even, balanced (inversely to frequency), or one"
                            + " number per class")
            .using("fit { class_weight: balanced }");

    private static final Parameter<Optional<String>> SAMPLE_WEIGHT = open(
                    "sample_weight",
                    TEXT,
                    "none",
                    "column of the data, or array of an .npz file, with the weight of each sample in loss and metrics")
            .using("fit { data: \"train.csv\", sample_weight: \"weight\" }");

    private static final Parameter<Optional<DecisionThreshold>> THRESHOLD = open(
                    "threshold",
                    new ParameterType.Threshold(),
                    "none",
                    "probability from which on a sample is taken for the second of two classes: a number, or the one with"
                            + " which accuracy, balanced_accuracy, f1 of the second class, or youden is best on the"
                            + " validation data, else on the training data; without it the likelier class is taken")
            .using("fit { validation_split: 0.2, threshold: best(f1) }");

    private static final Parameter<StepPrecision> PRECISION = optional(
                    "precision",
                    Parameters.choice("precision", StepPrecision.class),
                    StepSettings.PLAIN.precision(),
                    "what a training step multiplies in: float32, or bf16, added up in float32, with all else in float32")
            .using("fit { precision: bf16 }");

    private static final Parameter<Boolean> RECOMPUTE = optional(
                    "recompute",
                    Parameters.TRUTH,
                    StepSettings.PLAIN.recompute(),
                    "keep activations only at some places of a deep network and compute the others again in the backward"
                            + " pass: less memory for a fifth more time or so, and the same losses and weights")
            .using("fit { batch_size: 256, recompute: true }");

    static final Declaration<FitSettings> FIT = Declaration.of(
            "fit",
            doc("how the model is trained", "fit { epochs: 20, batch_size: 64, validation_split: 0.1 }")
                    .noting("Options on the command line or in Java override these."),
            Settings::fit);

    private static FitSettings fit(Arguments a) {
        return new FitSettings(
                a.get(EPOCHS),
                a.get(BATCH_SIZE),
                a.get(VALIDATION_SPLIT),
                a.get(TEST_SPLIT),
                a.get(SHUFFLE),
                a.get(SEED),
                a.get(DEVICE),
                a.get(THREADS).orElse(null),
                a.get(DATA).orElse(null),
                a.get(VALIDATION).orElse(null),
                a.get(TEST).orElse(null),
                a.get(FOLDS),
                a.get(THRESHOLD).orElse(null),
                new StepSettings(
                        a.get(ACCUMULATION),
                        a.get(EMA_MOMENTUM).orElse(null),
                        a.get(CLASS_WEIGHT),
                        a.get(SAMPLE_WEIGHT).orElse(null),
                        a.get(PRECISION),
                        a.get(RECOMPUTE)),
                a.get(CALLBACKS));
    }
}
