package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Losses.FROM_LOGITS;
import static dev.updraft.compiler.catalog.Losses.loss;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;

import dev.updraft.compiler.layers.Loss;
import java.util.List;
import java.util.Optional;

/** The losses of classes and labels beside the crossentropies. */
final class ClassLosses {
    private ClassLosses() {}

    private static final Parameter<Double> FOCUS = optional(
            "gamma", Parameters.NOT_NEGATIVE, 2.0, "how much less samples count that are predicted well; 0 for not");
    private static final Parameter<Double> FACTOR =
            optional("alpha", Parameters.NOT_NEGATIVE, 0.25, "factor of the loss");
    private static final Parameter<Optional<Double>> WEIGHT_OF_ONE =
            open("alpha", Parameters.UNIT, "none", "weight of the second class, where that of the first is 1 - alpha");
    private static final Parameter<Double> FALSE_POSITIVES =
            optional("alpha", Parameters.NOT_NEGATIVE, 0.5, "weight of false positives");
    private static final Parameter<Double> FALSE_NEGATIVES =
            optional("beta", Parameters.NOT_NEGATIVE, 0.5, "weight of false negatives");

    private static final String CLASSES = "prediction [batch, n] and target class[n] or float[n] -> a number";
    private static final String TWO =
            "prediction [batch, 1] and target class[2], or [batch, n] and labels[n] or float[n] -> a number";
    private static final String SCORES =
            "prediction [batch, 1] and target class[2], or [batch, n] and labels[n] -> a number";
    private static final String OF_SCORES =
            "Predictions are scores of any size, not probabilities; their %s stands in for a probability.";

    static final List<Declaration<Loss>> ROWS = List.of(
            loss(
                    "categorical_focal_crossentropy",
                    doc(
                            "crossentropy that counts samples less which are predicted well",
                            CLASSES,
                            """
                            loss = mean over the batch of -(sum over k of alpha * (1 - p[k])^gamma * y[k] * log(p[k]))
                            y = target * (1 - label_smoothing) + label_smoothing / n
                            p = softmax(prediction), or with from_logits: false prediction / sum(prediction)
                            """,
                            "loss categorical_focal_crossentropy(logits, label, gamma: 1.5)"),
                    a -> new Loss.CategoricalFocalCrossentropy(
                            a.get(FROM_LOGITS), a.get(FACTOR), a.get(FOCUS), a.get(Losses.LABEL_SMOOTHING))),
            loss(
                    "binary_focal_crossentropy",
                    doc(
                            "crossentropy that counts samples less which are predicted well, for rare classes",
                            TWO,
                            """
                            loss = mean over all values of -(1 - q)^gamma * (y * log(p) + (1 - y) * log(1 - p))
                            q = y * p + (1 - y) * (1 - p)
                            y = target * (1 - label_smoothing) + label_smoothing / 2
                            p = sigmoid(prediction), or with from_logits: false prediction
                            """,
                            "loss binary_focal_crossentropy(logit, answer, alpha: 0.25)"),
                    a -> new Loss.BinaryFocalCrossentropy(
                            a.get(FROM_LOGITS),
                            a.get(FOCUS),
                            a.get(WEIGHT_OF_ONE).orElse(null),
                            a.get(Losses.LABEL_SMOOTHING))),
            loss(
                    "kl_divergence",
                    doc(
                                    "divergence of predicted probabilities from those of the target",
                                    CLASSES,
                                    "loss = mean over the batch of sum over k of y[k] * log(y[k] / p[k])",
                                    "loss kl_divergence(softmax(logits), label)")
                            .noting(
                                    "Predictions are probabilities, as from softmax; all are clipped to 1e-7 from below."),
                    _ -> new Loss.KlDivergence()),
            loss(
                    "hinge",
                    doc(
                                    "margin between two classes, as in a support vector machine",
                                    SCORES,
                                    "loss = mean over all values of max(1 - y * prediction, 0), y = -1 or 1",
                                    "loss hinge(logit, answer)")
                            .noting(OF_SCORES.formatted("sigmoid")),
                    _ -> new Loss.Hinge()),
            loss(
                    "squared_hinge",
                    doc(
                                    "squared margin between two classes",
                                    SCORES,
                                    "loss = mean over all values of max(1 - y * prediction, 0)^2, y = -1 or 1",
                                    "loss squared_hinge(logit, answer)")
                            .noting(OF_SCORES.formatted("sigmoid")),
                    _ -> new Loss.SquaredHinge()),
            loss(
                    "categorical_hinge",
                    doc(
                                    "margin between the right class and the best of the others",
                                    CLASSES,
                                    "loss = mean over the batch of max(1 + max over k of (1 - y[k]) * x[k] - sum(y * x), 0)",
                                    "loss categorical_hinge(logits, label)")
                            .noting(OF_SCORES.formatted("softmax")),
                    _ -> new Loss.CategoricalHinge()),
            loss(
                    "dice",
                    doc(
                                    "overlap of what is predicted with what is there, for masks",
                                    TWO,
                                    """
                            loss = mean over the batch of 1 - 2 * sum(y * p) / (sum(y) + sum(p) + 1e-7)
                            p = sigmoid(prediction), or with from_logits: false prediction
                            """,
                                    "loss dice(logit, answer)")
                            .noting(
                                    "Sums are over the values of a sample, where Keras by default sums over the batch too."),
                    a -> new Loss.Dice(a.get(FROM_LOGITS))),
            loss(
                    "tversky",
                    doc(
                                    "overlap that weighs false positives and false negatives, for masks",
                                    TWO,
                                    """
                            loss = mean over the batch of
                                   1 - i / (i + alpha * sum((1 - y) * p) + beta * sum(y * (1 - p)) + 1e-7)
                            i = sum(y * p)
                            p = sigmoid(prediction), or with from_logits: false prediction
                            """,
                                    "loss tversky(logit, answer, alpha: 0.3, beta: 0.7)")
                            .noting(
                                    "Sums are over the values of a sample, where Keras by default sums over the batch too. As in the"
                                            + " paper, alpha weighs false positives; Keras exchanges alpha and beta."),
                    a -> new Loss.Tversky(a.get(FROM_LOGITS), a.get(FALSE_POSITIVES), a.get(FALSE_NEGATIVES))));
}
