package dev.updraft.compiler.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Arguments that XGBoost, LightGBM, CatBoost and scikit-learn give to trees and that stand elsewhere here; those that are only
 * called differently are in {@link ForeignNames}.
 */
public final class ForeignTreeArguments {
    private ForeignTreeArguments() {}

    private static final List<String> LAYERS =
            TreeLayers.ROWS.stream().map(Declaration::name).toList();

    private static final Map<String, String> INSTEAD = new HashMap<>();

    private static void say(String help, String... names) {
        for (var name : names) {
            if (INSTEAD.put(name, help) != null) {
                throw new IllegalStateException("two hints for " + name);
            }
        }
    }

    static {
        say(
                "early stopping is a callback: fit { callbacks: [early_stopping(patience: 20)] }",
                "early_stopping_rounds",
                "early_stopping_round",
                "early_stopping",
                "n_iter_no_change",
                "od_wait");
        say("it is a setting of the fit block: fit { validation_split: 0.1 }", "validation_fraction");
        say(
                "it is a line of the model: loss binary_crossentropy(logit, churn); `updraft explain` lists the losses",
                "objective",
                "loss",
                "loss_function",
                "application");
        say(
                "it is a line of the model: metrics accuracy, roc_auc; `updraft explain` lists the metrics",
                "eval_metric",
                "metric",
                "scoring");
        say(
                "it is a setting of the fit block: fit { class_weight: balanced }, or a weight for each class as in [1, 3]",
                "scale_pos_weight",
                "is_unbalance",
                "class_weight",
                "class_weights",
                "auto_class_weights");
        say(
                "it is a setting of the fit block: fit { sample_weight: \"NAME\" }, with the name of a column",
                "sample_weight",
                "weight_column");
        say("it is a setting of the fit block: fit { seed: 7 }", "seed", "random_state", "random_seed");
        say(
                "remove it: all processors are used, and the trees do not depend on their number; --threads N takes fewer",
                "n_jobs",
                "nthread",
                "num_threads",
                "thread_count");
        say("remove it: the option --quiet prints only the result", "verbose", "verbosity", "silent", "logging_level");
        say(
                "it is a setting of the fit block, or the option --device: fit { device: cpu }",
                "device",
                "device_type",
                "task_type",
                "predictor");
        say("remove it: the target says how many there are", "num_class", "n_classes", "classes_count");
        say(
                "remove it: the kind of a column says it, as in city: category, or tenure: number(optional: true)",
                "missing",
                "use_missing",
                "enable_categorical",
                "categorical_features",
                "categorical_feature",
                "cat_features");
        say(
                "remove it: trees grow leaf by leaf, and ask about intervals of values (max_bins)",
                "tree_method",
                "grow_policy",
                "booster",
                "boosting",
                "boosting_type");
        say("remove it: `subsample` draws the samples of every tree", "subsample_freq", "bagging_freq");
        say(
                "there is none: `colsample` draws features for each tree, `max_features` for each split",
                "colsample_bylevel",
                "rsm");
        say(
                "remove it: the first constant is the one that makes the loss smallest",
                "base_score",
                "init",
                "boost_from_average");
        say("there is none: a smaller learning_rate or a larger lambda makes leaves smaller", "max_delta_step");
        say("trees are not pruned: max_leaves, min_samples_leaf and gamma keep them small", "ccp_alpha");
        say(
                "it is vector_leaves: true for multi_output_tree, a number for each output in a leaf;"
                        + " without it, each output has trees of its own",
                "multi_strategy");
        say("there is none: min_samples_leaf is a number of samples", "min_weight_fraction_leaf");
        say("it is a layer of its own: extra_trees", "extra_trees", "splitter");
        say("remove it: each tree sees all samples", "batch_size");
        say(
                "remove it: `updraft train FILE.model --weights FILE.safetensors` adds trees to those that there are",
                "warm_start");
        say(
                "remove it: `updraft report` shows the gain of each column, and Java's permutationImportance",
                "importance_type");
    }

    /** Where to say it, if {@code layer} is one of trees and other libraries know such an argument. */
    public static Optional<String> instead(String layer, String argument) {
        return LAYERS.contains(layer)
                ? Optional.ofNullable(INSTEAD.get(argument.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }
}
