package dev.updraft.compiler.catalog;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Arguments that scikit-learn gives to what learns from all training rows at once, and that stand elsewhere here or nowhere; those that
 * are only called differently are in {@link ForeignNames}.
 */
public final class ForeignSupervisedArguments {
    private ForeignSupervisedArguments() {}

    private static final String BY_DISTANCE =
            "remove it: each of the k neighbours counts the same, or with weights: distance by its distance";

    private static final String PRIOR =
            "remove it: a class is as likely as it is frequent in the training data; class_weight of the fit block changes that";

    private static final String OF_CLASSES =
            "it is a setting of the fit block: fit { class_weight: balanced }, or a weight for each class as in [1, 3]";

    private static final String OF_SAMPLES =
            "it is a setting of the fit block: fit { sample_weight: \"NAME\" }, with the name of a column";

    private static final String EXACT = "remove it: the nearest rows are found without an index, and exactly";

    private static final Map<String, Map<String, String>> INSTEAD = Map.of(
            "naive_bayes",
            Map.of(
                    "fit_prior", PRIOR,
                    "class_prior", PRIOR,
                    "priors", PRIOR,
                    "class_weight", OF_CLASSES,
                    "sample_weight", OF_SAMPLES),
            "k_nearest_neighbors",
            Map.of(
                    "p", "metric says it: manhattan for 1, euclidean for 2",
                    "algorithm", EXACT,
                    "leaf_size", EXACT,
                    "class_weight", BY_DISTANCE,
                    "sample_weight", BY_DISTANCE),
            "svm",
            Map.of(
                    "degree", "remove it: the radial kernel, rbf, has gamma alone",
                    "coef0", "remove it: the radial kernel, rbf, has gamma alone",
                    "probability", "remove it: decision values are no probabilities; logistic_regression gives some",
                    "random_state", "it is a setting of the fit block: fit { seed: 1 }",
                    "seed", "it is a setting of the fit block: fit { seed: 1 }"));

    /** Where to say it, if other libraries give {@code layer} such an argument. */
    public static Optional<String> instead(String layer, String argument) {
        return Optional.ofNullable(INSTEAD.getOrDefault(layer, Map.of()).get(argument.toLowerCase(Locale.ROOT)));
    }
}
