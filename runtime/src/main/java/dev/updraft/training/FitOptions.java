package dev.updraft.training;

import static java.util.Objects.requireNonNull;

import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.data.Dataset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call of {@code fit} does otherwise than the {@code fit} block of the file says; null leaves it as the file has
 * it.
 *
 * {@snippet :
 * model.fit(train, FitOptions.NONE.withEpochs(3).withValidation(test));
 * }
 *
 * @param epochs passes over the training data, at least 1
 * @param batchSize samples a step, at least 1
 * @param validationSplit share of the training data set aside, at least 0 and below 1; of no effect with {@code validation}
 * @param shuffle whether the order changes every epoch
 * @param validation data to validate on after each epoch
 * @param callbacks take part in the training, in this order, after those of the file; in place of one of the file that has
 *     the same name
 * @param checkpoints whether and where to save all that it takes to go on; null for not at all
 */
public record FitOptions(
        @Nullable Integer epochs,
        @Nullable Integer batchSize,
        @Nullable Double validationSplit,
        @Nullable Boolean shuffle,
        @Nullable Dataset validation,
        List<Callback> callbacks,
        @Nullable Checkpoints checkpoints) {

    /** Everything as the file has it. */
    public static final FitOptions NONE = new FitOptions(null, null, null, null, null, List.of(), null);

    /** Without callbacks and checkpoints. */
    public FitOptions(
            @Nullable Integer epochs,
            @Nullable Integer batchSize,
            @Nullable Double validationSplit,
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
        require(
                validationSplit == null || (validationSplit >= 0 && validationSplit < 1),
                "validation split",
                validationSplit,
                "at least 0 and below 1");
    }

    private static void require(boolean holds, String what, @Nullable Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(what + " must be " + expected + ", but is " + found);
        }
    }

    /** The same with so many epochs. */
    public FitOptions withEpochs(int count) {
        return new FitOptions(count, batchSize, validationSplit, shuffle, validation, callbacks, checkpoints);
    }

    /** The same with so many samples a step. */
    public FitOptions withBatchSize(int samples) {
        return new FitOptions(epochs, samples, validationSplit, shuffle, validation, callbacks, checkpoints);
    }

    /** The same with this share of the training data set aside; 0 for none. */
    public FitOptions withValidationSplit(double share) {
        return new FitOptions(epochs, batchSize, share, shuffle, validation, callbacks, checkpoints);
    }

    /** The same with or without a new order every epoch. */
    public FitOptions withShuffle(boolean everyEpoch) {
        return new FitOptions(epochs, batchSize, validationSplit, everyEpoch, validation, callbacks, checkpoints);
    }

    /** The same with data to validate on. */
    public FitOptions withValidation(Dataset data) {
        return new FitOptions(epochs, batchSize, validationSplit, shuffle, data, callbacks, checkpoints);
    }

    /** The same with these taking part, instead of other ones given before. */
    public FitOptions withCallbacks(Callback... given) {
        return withCallbacks(Arrays.asList(given));
    }

    /** The same with these taking part, instead of other ones given before. */
    public FitOptions withCallbacks(List<Callback> given) {
        return new FitOptions(epochs, batchSize, validationSplit, shuffle, validation, given, checkpoints);
    }

    /** The same with checkpoints saved, and maybe resumed from. */
    public FitOptions withCheckpoints(Checkpoints saved) {
        return new FitOptions(epochs, batchSize, validationSplit, shuffle, validation, callbacks, saved);
    }

    /** The file's settings with these laid over them. */
    public FitSettings over(FitSettings file) {
        return new FitSettings(
                epochs == null ? file.epochs() : epochs,
                batchSize == null ? file.batchSize() : batchSize,
                validationSplit == null ? file.validationSplit() : validationSplit,
                shuffle == null ? file.shuffle() : shuffle,
                file.seed(),
                file.device(),
                file.threads(),
                file.data(),
                file.validation(),
                file.test(),
                file.folds(),
                file.step(),
                file.callbacks());
    }
}
