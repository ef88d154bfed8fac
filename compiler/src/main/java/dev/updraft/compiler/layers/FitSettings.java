package dev.updraft.compiler.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the {@code fit} block, which the caller can override.
 *
 * @param epochs passes over the training data, at least 1
 * @param batchSize samples per step, at least 1
 * @param validationSplit what of the training data is set aside, as written; {@link #validationPart} is what is done
 * @param testSplit what of the data is set aside before all else, to test the model in the end, as written; {@link #testPart} is what is done
 * @param shuffle whether to shuffle the data every epoch
 * @param seed seed for weights, shuffling, splitting and dropout
 * @param device {@code auto}, {@code cpu}, {@code gpu}, {@code gpu:N} or {@code reference}
 * @param threads number of threads, or null for one per core
 * @param data where the training data is, or null
 * @param validation where the validation data is, or null
 * @param test where the test data is, or null
 * @param folds number of folds for cross-validation, at least 2
 * @param threshold the probability from which on a sample is of the second of two classes; null where the likelier class is
 *     taken
 * @param step settings that change the training step
 * @param callbacks the callbacks, in order
 */
public record FitSettings(
        int epochs,
        int batchSize,
        DataSplit validationSplit,
        DataSplit testSplit,
        boolean shuffle,
        long seed,
        String device,
        @Nullable Integer threads,
        @Nullable DataLocation data,
        @Nullable DataLocation validation,
        @Nullable DataLocation test,
        int folds,
        @Nullable DecisionThreshold threshold,
        StepSettings step,
        List<CallbackSettings> callbacks) {

    private static final int LARGE_BATCH = 1024;

    public FitSettings {
        callbacks = List.copyOf(callbacks);
    }

    /** The defaults, used for anything not set by the file or the caller. */
    public static final FitSettings DEFAULT = new FitSettings(
            1,
            32,
            DataSplit.none(),
            DataSplit.none(),
            true,
            0,
            "auto",
            null,
            null,
            null,
            null,
            5,
            null,
            StepSettings.PLAIN,
            List.of());

    /** What of the training data is set aside; without shuffling, the last instead of a share chosen at random. */
    public DataSplit validationPart() {
        return shuffle ? validationSplit : validationSplit.inOrder();
    }

    /** What of the data is set aside before all else; without shuffling, the last instead of a share chosen at random. */
    public DataSplit testPart() {
        return shuffle ? testSplit : testSplit.inOrder();
    }

    /** How folds of a cross-validation are made: as test data is set aside, or validation data; at random if there is neither. */
    public DataSplit foldSplit() {
        return testPart() instanceof DataSplit.Random ? validationPart() : testPart();
    }

    /** A copy with other step settings. */
    public FitSettings with(StepSettings other) {
        return with(other, callbacks);
    }

    /** A copy for trees, one an epoch; what goes through the network in batches goes in large ones. */
    public FitSettings ofTrees(int trees) {
        return with(trees, LARGE_BATCH, step, callbacks);
    }

    /** A copy for what learns at once; what goes through the network in batches goes in large ones. */
    public FitSettings ofOneEpoch() {
        return with(1, LARGE_BATCH, step, callbacks);
    }

    /** A copy without callbacks that write files. */
    public FitSettings withoutFiles() {
        return with(
                step,
                callbacks.stream().filter(callback -> !callback.writesFiles()).toList());
    }

    private FitSettings with(StepSettings otherStep, List<CallbackSettings> otherCallbacks) {
        return with(epochs, batchSize, otherStep, otherCallbacks);
    }

    private FitSettings with(
            int otherEpochs, int otherBatchSize, StepSettings otherStep, List<CallbackSettings> otherCallbacks) {
        return new FitSettings(
                otherEpochs,
                otherBatchSize,
                validationSplit,
                testSplit,
                shuffle,
                seed,
                device,
                threads,
                data,
                validation,
                test,
                folds,
                threshold,
                otherStep,
                otherCallbacks);
    }
}
