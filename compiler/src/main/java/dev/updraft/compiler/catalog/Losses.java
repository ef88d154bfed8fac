package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Parameter.optional;

import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Loss;
import java.util.List;
import java.util.function.Function;

/** Names of {@link Loss}es; each takes a prediction and the target. */
final class Losses {
    private Losses() {}

    private static final Parameter<Boolean> FROM_LOGITS =
            optional("from_logits", Parameters.TRUTH, true, "whether it is given logits, else probabilities");
    private static final Parameter<Double> LABEL_SMOOTHING =
            optional("label_smoothing", Parameters.BELOW_ONE, 0.0, "share of certainty spread over all classes");
    private static final Parameter<Double> DELTA =
            optional("delta", Parameters.POSITIVE, 1.0, "error from which on it grows linearly");

    private static final Declaration<Loss> MEAN_SQUARED_ERROR =
            loss("mean_squared_error", "mean of squared errors", _ -> new Loss.MeanSquaredError());
    private static final Declaration<Loss> MEAN_ABSOLUTE_ERROR =
            loss("mean_absolute_error", "mean of absolute errors", _ -> new Loss.MeanAbsoluteError());

    static final Table<Loss> TABLE = new Table<>(
            "loss",
            List.of(
                    loss("sparse_categorical_crossentropy", "-log of the true class's probability", Losses::sparse),
                    loss("categorical_crossentropy", "the same of one-hot targets", Losses::categorical),
                    loss("binary_crossentropy", "-log of the probability of yes and no", Losses::binary),
                    MEAN_SQUARED_ERROR,
                    MEAN_SQUARED_ERROR.named("mse"),
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_ERROR.named("mae"),
                    loss("huber", "squared for small errors, linear for large", a -> new Loss.Huber(a.get(DELTA)))));

    private static Declaration<Loss> loss(String name, String doc, Function<Arguments, Loss> build) {
        return Declaration.of(name, doc, Values.TWO, build);
    }

    private static Loss sparse(Arguments a) {
        return new Loss.SparseCategoricalCrossentropy(a.get(FROM_LOGITS));
    }

    private static Loss categorical(Arguments a) {
        return new Loss.CategoricalCrossentropy(a.get(FROM_LOGITS), a.get(LABEL_SMOOTHING));
    }

    private static Loss binary(Arguments a) {
        return new Loss.BinaryCrossentropy(a.get(FROM_LOGITS));
    }
}
