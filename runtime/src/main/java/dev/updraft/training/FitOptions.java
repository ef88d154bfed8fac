package dev.updraft.training;

import static java.util.Objects.requireNonNull;

import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.data.Dataset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options for a call of {@code fit} that override the {@code fit} block of the file; null keeps the file's setting.
 *
 * {@snippet :
 * model.fit(train, FitOptions.NONE.withEpochs(3).withValidation(test));
 * }
 *
 * @param epochs passes over the training data, at least 1
 * @param batchSize samples per step, at least 1
 * @param validationSplit what of the training data is set aside; ignored with {@code validation}
 * @param shuffle whether to shuffle the data every epoch; if not, a share set aside is the last one
 * @param validation data to validate on after each epoch
 * @param callbacks callbacks, in order, called after those in the file; each replaces one with the same name in the file
 * @param checkpoints whether and where to save checkpoints; null for none
 */
public record FitOptions(
        @Nullable Integer epochs,
        @Nullable Integer batchSize,
        @Nullable DataSplit validationSplit,
        @Nullable Boolean shuffle,
        @Nullable Dataset validation,
        List<Callback> callbacks,
        @Nullable Checkpoints checkpoints) {

    /** Everything as in the file. */
    public static final FitOptions NONE = new FitOptions(null, null, null, null, null, List.of(), null);

    /** Without callbacks and checkpoints. */
    public FitOptions(
            @Nullable Integer epochs,
            @Nullable Integer batchSize,
            @Nullable DataSplit validationSplit,
            @Nullable Boolean shuffle,
            @Nullable Dataset validation) {
        this(epochs, batchSize, validationSplit, shuffle, validation, List.of(), null);
    }

    public FitOptions {
        for (var callback : requireNonNull(callbacks, "callbacks must not be null")) {
            requireNonNull(callback, "a callback must not be null");
        }
        callbacks = List.copyOf(callbacks);
        require(epochs == null || epochs >= 1, "epochs", epochs, "at least 1");
        require(batchSize == null || batchSize >= 1, "batch size", batchSize, "at least 1");
    }

    private static void require(boolean holds, String what, @Nullable Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(what + " must be " + expected + ", but is " + found);
        }
    }

    /** A copy with the given number of epochs. */
    public FitOptions withEpochs(int count) {
        return new FitOptions(count, batchSize, validationSplit, shuffle, validation, callbacks, checkpoints);
    }

    /** A copy with the given batch size. */
    public FitOptions withBatchSize(int samples) {
        return new FitOptions(epochs, samples, validationSplit, shuffle, validation, callbacks, checkpoints);
    }

    /** A copy with the given fraction of the training data set aside for validation; 0 for none. */
    public FitOptions withValidationSplit(double share) {
        return withValidationSplit(DataSplit.random(share));
    }

    /**
     * A copy with other training data set aside for validation.
     *
     * {@snippet :
     * model.fit(visits, FitOptions.NONE.withValidationSplit(DataSplit.by("patient", 0.2)));
     * }
     */
    public FitOptions withValidationSplit(DataSplit split) {
        return new FitOptions(
                epochs,
                batchSize,
                requireNonNull(split, "split must not be null"),
                shuffle,
                validation,
                callbacks,
                checkpoints);
    }

    /** A copy with or without shuffling. */
    public FitOptions withShuffle(boolean everyEpoch) {
        return new FitOptions(epochs, batchSize, validationSplit, everyEpoch, validation, callbacks, checkpoints);
    }

    /** A copy with the given validation data. */
    public FitOptions withValidation(Dataset data) {
        return new FitOptions(epochs, batchSize, validationSplit, shuffle, data, callbacks, checkpoints);
    }

    /** A copy with the given callbacks, replacing any set before. */
    public FitOptions withCallbacks(Callback... given) {
        return withCallbacks(Arrays.asList(given));
    }

    /** A copy with the given callbacks, replacing any set before. */
    public FitOptions withCallbacks(List<Callback> given) {
        return new FitOptions(epochs, batchSize, validationSplit, shuffle, validation, given, checkpoints);
    }

    /** A copy with checkpoints. */
    public FitOptions withCheckpoints(Checkpoints saved) {
        return new FitOptions(epochs, batchSize, validationSplit, shuffle, validation, callbacks, saved);
    }

    /** The file's settings, overridden by these options. */
    public FitSettings over(FitSettings file) {
        return new FitSettings(
                epochs == null ? file.epochs() : epochs,
                batchSize == null ? file.batchSize() : batchSize,
                validationSplit == null ? file.validationSplit() : validationSplit,
                file.testSplit(),
                shuffle == null ? file.shuffle() : shuffle,
                file.seed(),
                file.device(),
                file.threads(),
                file.data(),
                file.validation(),
                file.test(),
                file.folds(),
                file.threshold(),
                file.step(),
                file.callbacks());
    }
}
