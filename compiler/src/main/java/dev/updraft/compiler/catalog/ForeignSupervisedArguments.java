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

    private static final String ALIKE =
            "remove it: every class counts as often as it occurs, and every sample the same";

    private static final String EXACT = "remove it: the nearest rows are found without an index, and exactly";

    private static final Map<String, Map<String, String>> INSTEAD = Map.of(
            "naive_bayes",
            Map.of(
                    "fit_prior", "remove it: a class is as likely as it is frequent in the training data",
                    "class_prior", "remove it: a class is as likely as it is frequent in the training data",
                    "priors", "remove it: a class is as likely as it is frequent in the training data",
                    "class_weight", ALIKE,
                    "sample_weight", ALIKE),
            "k_nearest_neighbors",
            Map.of(
                    "p", "metric says it: manhattan for 1, euclidean for 2",
                    "algorithm", EXACT,
                    "leaf_size", EXACT,
                    "class_weight", ALIKE,
                    "sample_weight", ALIKE),
            "kernel_svm",
            Map.of(
                    "kernel", "remove it: the kernel is the radial one, rbf; `svm` is the machine with a linear kernel",
                    "degree", "remove it: the kernel is the radial one, which has gamma alone",
                    "coef0", "remove it: the kernel is the radial one, which has gamma alone",
                    "probability", "remove it: decision values are no probabilities; logistic_regression gives some",
                    "class_weight", ALIKE,
                    "sample_weight", ALIKE));

    /** Where to say it, if other libraries give {@code layer} such an argument. */
    public static Optional<String> instead(String layer, String argument) {
        return Optional.ofNullable(INSTEAD.getOrDefault(layer, Map.of()).get(argument.toLowerCase(Locale.ROOT)));
    }
}
