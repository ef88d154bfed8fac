package dev.updraft.cli.commands;

import dev.updraft.Model;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.layers.DataLocation;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.DataSource;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.NamedDataset;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.data.TrainValidationSplit;
import dev.updraft.data.TrainingSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads the data of a model: what the options name, else what its {@code fit} block names. Paths of options are
 * relative to the working directory, those of the file to its folder.
 */
final class DataReader {
    /** What stands for standard input, as in other commands. */
    private static final String STANDARD_INPUT = "-";

    private static final long MUCH_BYTES = 128L << 20;

    private final LayerGraph model;
    private final Path folder;
    private final Progress progress;

    /** @param folder of the model's file */
    DataReader(LayerGraph model, Path folder, Progress progress) {
        this.model = model;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * What a training needs.
     *
     * @param validation looked at after each epoch, if there is any
     * @param test looked at in the end
     * @param testIs what {@code test} is, in a word: {@code test}, {@code validation} or {@code training}
     * @param split whether {@code validation} is a share of the training data
     */
    record TrainingData(Dataset train, @Nullable Dataset validation, Dataset test, String testIs, boolean split) {}

    /**
     * Data to train with. What the command line names replaces all that the file names, which belongs together.
     *
     * @param data training data, or null for the file's
     * @param validation validation data, or null for the file's
     */
    TrainingData forTraining(@Nullable String data, @Nullable String validation, long seed) {
        var fit = model.fit();
        var read = split(
                data, validation, DataSpec.of(model), new TrainingSplit(seed, fit.testPart(), fit.validationPart()));
        makeRoom();
        return read;
    }

    /** Java would rather let its memory grow to the limit than look for what reading has left there. */
    private static void makeRoom() {
        var runtime = Runtime.getRuntime();
        if (runtime.totalMemory() - runtime.freeMemory() > MUCH_BYTES) {
            System.gc();
        }
    }

    private TrainingData split(
            @Nullable String data, @Nullable String validation, DataSpec given, TrainingSplit trainingSplit) {
        var fit = model.fit();
        var source = data != null ? named(data) : ofFile(fit.data());
        var training = source.read(Split.TRAIN, given, progress);
        var dataSpec = knowing(given, training);
        var parts = new ArrayList<>(List.of("training on " + training.description()));
        var unused = new ArrayList<String>();
        Dataset testing = null;
        if (data == null && fit.test() != null) {
            testing = ofFile(fit.test()).read(Split.TEST, dataSpec, progress);
        } else if (source.split()) {
            testing = source.read(Split.TEST, dataSpec, progress);
            parts.add("testing on " + testing.description());
            unused.addAll(trainingSplit.test().isAny() ? List.of("test_split") : List.of());
        } else if (trainingSplit.test().isAny()) {
            var aside = TrainValidationSplit.forTest(training, trainingSplit.test(), dataSpec, trainingSplit.seed());
            training = aside.train();
            testing = aside.validation();
        }
        Dataset validating = null;
        var split = false;
        if (validation != null) {
            validating = named(validation).read(Split.VALIDATION, dataSpec, progress);
        } else if (data == null && fit.validation() != null) {
            validating = ofFile(fit.validation()).read(Split.VALIDATION, dataSpec, progress);
        } else if (source.hasValidation()) {
            validating = source.read(Split.VALIDATION, dataSpec, progress);
            parts.add(1, "validating on " + validating.description());
            unused.addAll(trainingSplit.validation().isAny() ? List.of("validation_split") : List.of());
        } else if (trainingSplit.validation().isAny()) {
            var aside = TrainValidationSplit.of(training, trainingSplit.validation(), dataSpec, trainingSplit.seed());
            training = aside.train();
            validating = aside.validation();
            split = true;
        }
        if (parts.size() > 1 && !(source instanceof NamedDataset)) {
            progress.notice(String.join(", ", parts)
                    + (unused.isEmpty() ? "" : "; " + String.join(" and ", unused) + " of the model is not used"));
        }
        if (testing != null) {
            return new TrainingData(training, validating, testing, "test", split);
        }
        return validating != null
                ? new TrainingData(training, validating, validating, "validation", split)
                : new TrainingData(training, null, training, "training", false);
    }

    /** With the classes and columns of the training data; other data may have only some of them. */
    private static DataSpec knowing(DataSpec dataSpec, Dataset training) {
        var names = new HashMap<String, List<String>>();
        for (var i = 0; i < training.targets().size(); i++) {
            if (training.targets().get(i) instanceof Dataset.Target.Classes(var name, var its, var _)) {
                names.put(name.isEmpty() ? dataSpec.targets().get(i).name() : name, its);
            }
        }
        return dataSpec.named(names).trainedOn(training.header());
    }

    /**
     * All data to train with, in one piece.
     *
     * @param data as named on the command line, or null for the file's
     */
    Dataset whole(@Nullable String data) {
        var source = data != null ? named(data) : ofFile(model.fit().data());
        return source.read(Split.TRAIN, DataSpec.of(model), progress);
    }

    /**
     * Data to evaluate on.
     *
     * @param samples the samples
     * @param is what they are, in a word: {@code test}, {@code validation} or {@code training}
     */
    record EvaluationData(Dataset samples, String is) {}

    /**
     * Data to evaluate on: what the command line names, or the test part of the file's data, else its validation part, else all
     * that it was trained on.
     *
     * @param data as named on the command line, or null for the file's
     * @param trained the model, which knows its classes and columns, and how its data was split
     */
    EvaluationData forEvaluation(@Nullable String data, Model trained) {
        if (data != null) {
            var source = named(data);
            return new EvaluationData(
                    source.read(Split.TEST, trained.dataSpec(), progress),
                    source.hasValidation() && !source.split() ? "validation" : "test");
        }
        var fit = model.fit();
        var known = trained.split();
        var parts = split(
                null,
                null,
                trained.dataSpec(),
                known != null ? known : new TrainingSplit(fit.seed(), fit.testPart(), fit.validationPart()));
        return new EvaluationData(parts.test, parts.testIs);
    }

    /** Data to predict from, {@code -} for a table from standard input, whose targets are neither needed nor looked at. */
    Dataset forPrediction(String data, DataSpec inputs) {
        return isStandardInput(data)
                ? Datasets.table(System.in, "standard input", inputs, progress)
                : named(data).read(Split.TEST, inputs, progress);
    }

    /** Whether a table comes from standard input. */
    static boolean isStandardInput(String nameOrPath) {
        return nameOrPath.equals(STANDARD_INPUT);
    }

    private DataSource named(String nameOrPath) {
        if (isStandardInput(nameOrPath)) {
            throw new UserMistake(
                    "standard input has no name by which the data could be found again: save the table to a"
                            + " file, and pass that; only `updraft predict` and `updraft describe` take -");
        }
        return Datasets.open(nameOrPath, Path.of(""));
    }

    private DataSource ofFile(@Nullable DataLocation location) {
        if (location == null) {
            throw new UserMistake("no data given: pass --data NAME|PATH, or set it in the `fit` block of model "
                    + model.name() + " with `data: \"…\"`");
        }
        return Datasets.open(location, folder);
    }
}
