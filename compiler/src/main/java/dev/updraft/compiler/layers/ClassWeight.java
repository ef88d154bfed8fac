package dev.updraft.compiler.layers;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much the samples of each class count in the loss that training makes small. */
public sealed interface ClassWeight {

    /** How many classes there are of which a sample has exactly one; 0 where that is not so, and classes have no weights. */
    static int classes(LayerGraph model) {
        var weighed = model.weighed();
        return weighed == null || weighed.target() == null
                ? 0
                : weighed.problem().classes();
    }

    /** Why these weights do not fit so many classes, in words; null if they do. */
    default @Nullable String misfit(int classes) {
        return switch (this) {
            case Even() -> null;
            case Balanced() -> classes == 0 ? "the target has no classes to weigh" : null;
            case Given(var weights) -> {
                if (classes == 0) {
                    yield "the target has no classes to weigh";
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
     * By how rare a class is in the training data: {@code n / (k · n_c)} for {@code n_c} of {@code n} samples in one of
     * {@code k} classes, as scikit-learn's {@code class_weight="balanced"}.
     */
    record Balanced() implements ClassWeight {}

    /** A number for each class. */
    record Given(List<Double> weights) implements ClassWeight {
        /** @throws IllegalArgumentException if one is negative, or no number that 32 bits hold */
        public Given {
            weights = List.copyOf(weights);
            for (var weight : weights) {
                if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
                    throw new IllegalArgumentException(
                            "the weight of a class is at least 0 and at most " + Float.MAX_VALUE + ", not " + weight);
                }
            }
        }
    }
}
