package dev.updraft.compiler.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Arguments that scikit-learn gives to linear models and that stand elsewhere here; those that are only called differently are in
 * {@link ForeignNames}.
 */
public final class ForeignLinearArguments {
    private ForeignLinearArguments() {}

    private static final List<String> LAYERS =
            LinearLayers.ROWS.stream().map(Declaration::name).toList();

    private static final String METHOD =
            "remove it: the method follows from the loss, the penalty and the number of columns";

    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("penalty", "l1_ratio says it: 0 for l2, 1 for l1, between them for elasticnet"),
            Map.entry("kernel", "a linear model has none: svm(kernel: rbf) has the radial one"),
            Map.entry("gamma", "a linear model has no kernel: svm(kernel: rbf) has the radial one, and its gamma"),
            Map.entry("max_iter", "it is called max_steps"),
            Map.entry("epochs", "it is called max_steps"),
            Map.entry("random_state", "remove it: nothing is drawn at random"),
            Map.entry("seed", "remove it: nothing is drawn at random"),
            Map.entry("solver", METHOD),
            Map.entry("dual", METHOD),
            Map.entry("multi_class", METHOD),
            Map.entry("selection", METHOD),
            Map.entry("warm_start", "remove it: fit goes on from the weights that there are"),
            Map.entry("normalize", "encode, or standardize before it, makes numbers of like size"),
            Map.entry(
                    "class_weight",
                    "it is a setting of the fit block: fit { class_weight: balanced }, or a weight for each class as in [1, 3]"),
            Map.entry(
                    "sample_weight",
                    "it is a setting of the fit block: fit { sample_weight: \"NAME\" }, with the name of a column"),
            Map.entry(
                    "loss", "it is a line of the model: loss hinge(score, churn); `updraft explain` lists the losses"),
            Map.entry(
                    "epsilon", "write it into the loss: loss mean(relu(abs(prediction - price) - 0.1)) has one of 0.1"),
            Map.entry("n_jobs", "remove it: all processors are used; --threads N takes fewer"),
            Map.entry("verbose", "remove it: the option --quiet prints only the result"));

    /** Where to say it, if {@code layer} is a linear model and other libraries know such an argument. */
    public static Optional<String> instead(String layer, String argument) {
        return LAYERS.contains(layer)
                ? Optional.ofNullable(INSTEAD.get(argument.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }
}
