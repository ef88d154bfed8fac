package dev.updraft.compiler.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code fit} block; whatever a caller gives overrides it.
 *
 * @param epochs passes over the training data, at least 1
 * @param batchSize samples a step, at least 1
 * @param validationSplit share of the training data set aside, at least 0 and below 1
 * @param shuffle whether the order changes every epoch
 * @param seed of weights, shuffling, splitting and dropout
 * @param device {@code auto}, {@code cpu}, {@code gpu}, {@code gpu:N} or {@code reference}
 * @param threads how many, or null for one a core
 * @param data name or path of the training data
 * @param validation name or path of the validation data
 * @param test name or path of the test data
 * @param folds how many parts cross-validation cuts the data into, at least 2
 * @param step what of the step is otherwise than plain
 * @param callbacks what takes part in training, in this order
 */
public record FitSettings(
        int epochs,
        int batchSize,
        double validationSplit,
        boolean shuffle,
        long seed,
        String device,
        @Nullable Integer threads,
        @Nullable String data,
        @Nullable String validation,
        @Nullable String test,
        int folds,
        StepSettings step,
        List<CallbackSettings> callbacks) {

    public FitSettings {
        callbacks = List.copyOf(callbacks);
    }

    /** What holds where neither the file nor the caller says anything. */
    public static final FitSettings DEFAULT =
            new FitSettings(1, 32, 0, true, 0, "auto", null, null, null, null, 5, StepSettings.PLAIN, List.of());

    /** The same with another step. */
    public FitSettings with(StepSettings other) {
        return with(other, callbacks);
    }

    /** The same without callbacks that write files. */
    public FitSettings withoutFiles() {
        return with(
                step,
                callbacks.stream().filter(callback -> !callback.writesFiles()).toList());
    }

    private FitSettings with(StepSettings otherStep, List<CallbackSettings> otherCallbacks) {
        return new FitSettings(
                epochs,
                batchSize,
                validationSplit,
                shuffle,
                seed,
                device,
                threads,
                data,
                validation,
                test,
                folds,
                otherStep,
                otherCallbacks);
    }
}
