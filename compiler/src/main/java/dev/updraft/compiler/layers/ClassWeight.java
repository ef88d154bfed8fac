package dev.updraft.compiler.layers;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The weight of each class in the training loss. */
public sealed interface ClassWeight {

    /** The number of classes if each sample has exactly one, else 0, as there are then no class weights. */
    static int classes(LayerGraph model) {
        var weighed = model.weighed();
        return weighed == null || weighed.target() == null
                ? 0
                : weighed.problem().classes();
    }

    /** Why these weights do not match the number of classes; null if they do. */
    default @Nullable String misfit(int classes) {
        return switch (this) {
            case Even() -> null;
            case Balanced() -> classes == 0 ? "the target has no classes to weight" : null;
            case Given(var weights) -> {
                if (classes == 0) {
                    yield "the target has no classes to weight";
                }
                yield weights.size() == classes
                        ? null
                        : String.format(
                                Locale.ROOT,
                                "the target has %d classes, but there are %d weights",
                                classes,
                                weights.size());
            }
        };
    }

    /** The same. */
    record Even() implements ClassWeight {}

    /**
     * Inversely to the frequency of a class in the training data: {@code n / (k · n_c)} for {@code n_c} of {@code n}
     * samples in one of {@code k} classes, as scikit-learn's {@code class_weight="balanced"}.
     */
    record Balanced() implements ClassWeight {}

    /** One number per class. */
    record Given(List<Double> weights) implements ClassWeight {
        /** @throws IllegalArgumentException if one is negative or does not fit in a float32, or all are 0 */
        public Given {
            weights = List.copyOf(weights);
            for (var weight : weights) {
                if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
                    throw new IllegalArgumentException("the weight of a class must be at least 0 and at most "
                            + Float.MAX_VALUE + ", not " + weight);
                }
            }
            if (areNone(weights)) {
                throw new IllegalArgumentException(
                        "the weight of a class must be above 0 for at least one, as else no sample counts");
            }
        }

        /** Whether no class counts. */
        public static boolean areNone(List<Double> weights) {
            return !weights.isEmpty() && weights.stream().allMatch(weight -> weight.floatValue() == 0);
        }
    }
}
