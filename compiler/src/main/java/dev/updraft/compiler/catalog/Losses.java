package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;

import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Loss;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Names of {@link Loss}es; each takes a prediction and the target. */
final class Losses {
    private Losses() {}

    static final Parameter<Boolean> FROM_LOGITS =
            optional("from_logits", Parameters.TRUTH, true, "whether predictions are logits rather than probabilities");
    static final Parameter<Double> LABEL_SMOOTHING =
            optional("label_smoothing", Parameters.BELOW_ONE, 0.0, "probability spread evenly over all classes");
    private static final String OF_PROBABILITIES =
            "For probabilities that come from a %s layer, its logits are used, which is exact. Others are clipped to"
                    + " 1e-7 from 0 and 1.";

    private static final Documentation SPARSE = doc(
                    "crossentropy for classes given by number",
                    "prediction [batch, n] and target class[n] -> a number",
                    """
                    loss = mean over the batch of -log(p[class])
                    p = softmax(prediction), or with from_logits: false prediction / sum(prediction)
                    """,
                    "loss sparse_categorical_crossentropy(logits, label)")
            .noting(OF_PROBABILITIES.formatted("softmax"));
    private static final Documentation CATEGORICAL = doc(
                    "crossentropy for classes given one-hot or as probabilities",
                    "prediction [batch, n] and target class[n] or float[n] -> a number",
                    """
                    loss = mean over the batch of -(sum over k of y[k] * log(p[k]))
                    y = target * (1 - label_smoothing) + label_smoothing / n
                    p = softmax(prediction), or with from_logits: false prediction / sum(prediction)
                    """,
                    "loss categorical_crossentropy(logits, label, label_smoothing: 0.1)")
            .noting(OF_PROBABILITIES.formatted("softmax"));
    private static final Documentation BINARY = doc(
                    "crossentropy for two classes or for labels",
                    "prediction [batch, 1] and target class[2], or [batch, ...] and float[...] -> a number",
                    """
                    loss = mean over all values of -(y * log(p) + (1 - y) * log(1 - p))
                    p = sigmoid(prediction), or with from_logits: false prediction
                    y = target * (1 - label_smoothing) + label_smoothing / 2
                    target: 1 for the second class, 0 for the first
                    """,
                    "loss binary_crossentropy(logit, answer)")
            .noting(OF_PROBABILITIES.formatted("sigmoid"));
    private static final List<Declaration<Loss>> OF_CLASSES = List.of(
            loss("sparse_categorical_crossentropy", SPARSE, Losses::sparse),
            loss("categorical_crossentropy", CATEGORICAL, Losses::categorical),
            loss("binary_crossentropy", BINARY, Losses::binary));

    static final Table<Loss> TABLE = new Table<>(
            "loss",
            Stream.of(OF_CLASSES, ClassLosses.ROWS, NumberLosses.ROWS)
                    .flatMap(List::stream)
                    .toList());

    static Declaration<Loss> loss(String name, Documentation doc, Function<Arguments, Loss> build) {
        return Declaration.of(name, doc, Values.TWO, build);
    }

    private static Loss sparse(Arguments a) {
        return new Loss.SparseCategoricalCrossentropy(a.get(FROM_LOGITS));
    }

    private static Loss categorical(Arguments a) {
        return new Loss.CategoricalCrossentropy(a.get(FROM_LOGITS), a.get(LABEL_SMOOTHING));
    }

    private static Loss binary(Arguments a) {
        return new Loss.BinaryCrossentropy(a.get(FROM_LOGITS), a.get(LABEL_SMOOTHING));
    }
}
