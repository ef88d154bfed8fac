package dev.updraft.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.diagnostics.Diagnostic;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who writes an argument of trees as XGBoost, LightGBM, CatBoost or scikit-learn do is told what to write here. */
class ForeignTreeArgumentsTest {
    @ParameterizedTest
    @CsvSource({
        "n_estimators, trees",
        "num_boost_round, trees",
        "num_iterations, trees",
        "iterations, trees",
        "max_iter, trees",
        "epochs, trees",
        "num_leaves, max_leaves",
        "max_leaf_nodes, max_leaves",
        "depth, max_depth",
        "max_bin, max_bins",
        "border_count, max_bins",
        "eta, learning_rate",
        "shrinkage_rate, learning_rate",
        "reg_lambda, lambda",
        "lambda_l2, lambda",
        "l2_leaf_reg, lambda",
        "l2_regularization, lambda",
        "reg_alpha, alpha",
        "lambda_l1, alpha",
        "min_split_gain, gamma",
        "min_split_loss, gamma",
        "min_gain_to_split, gamma",
        "min_impurity_decrease, gamma",
        "min_data_in_leaf, min_samples_leaf",
        "min_child_samples, min_samples_leaf",
        "min_samples_split, min_samples_leaf",
        "min_sum_hessian_in_leaf, min_child_weight",
        "bagging_fraction, subsample",
        "max_samples, subsample",
        "bootstrap, subsample",
        "feature_fraction, colsample",
        "colsample_bytree, colsample",
        "colsample_bynode, max_features",
        "feature_fraction_bynode, max_features",
        "monotone_constraints, increasing",
        "monotonic_cst, increasing",
    })
    void oneThatHasAnotherNameHere(String foreign, String here) {
        var diagnostic = diagnostic("boosted_trees(" + foreign + ": 3)");
        assertThat(diagnostic.message()).isEqualTo("`boosted_trees` has no argument `" + foreign + "`");
        assertThat(diagnostic.help()).isEqualTo("did you mean `" + here + "`?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    early_stopping_rounds | early stopping is a callback: fit { callbacks: [early_stopping(patience: 20)] }
                    n_iter_no_change      | early stopping is a callback: fit { callbacks: [early_stopping(patience: 20)] }
                    validation_fraction   | it is a setting of the fit block: fit { validation_split: 0.1 }
                    objective             | it is a line of the model: loss binary_crossentropy(logit, churn); `updraft explain` lists the losses
                    eval_metric           | it is a line of the model: metrics accuracy, roc_auc; `updraft explain` lists the metrics
                    scale_pos_weight      | it is a setting of the fit block: fit { class_weight: balanced }, or a weight for each class as in [1, 3]
                    is_unbalance          | it is a setting of the fit block: fit { class_weight: balanced }, or a weight for each class as in [1, 3]
                    class_weight          | it is a setting of the fit block: fit { class_weight: balanced }, or a weight for each class as in [1, 3]
                    sample_weight         | it is a setting of the fit block: fit { sample_weight: "NAME" }, with the name of a column
                    multi_strategy        | it is vector_leaves: true for multi_output_tree, a number for each output in a leaf; without it, each output has trees of its own
                    random_state          | it is a setting of the fit block: fit { seed: 7 }
                    n_jobs                | remove it: all processors are used, and the trees do not depend on their number; --threads N takes fewer
                    verbose               | remove it: the option --quiet prints only the result
                    num_class             | remove it: the target says how many there are
                    missing               | remove it: the kind of a column says it, as in city: category, or tenure: number(optional: true)
                    categorical_feature   | remove it: the kind of a column says it, as in city: category, or tenure: number(optional: true)
                    tree_method           | remove it: trees grow leaf by leaf, and ask about intervals of values (max_bins)
                    subsample_freq        | remove it: `subsample` draws the samples of every tree
                    bagging_freq          | remove it: `subsample` draws the samples of every tree
                    colsample_bylevel     | there is none: `colsample` draws features for each tree, `max_features` for each split
                    base_score            | remove it: the first constant is the one that makes the loss smallest
                    max_delta_step        | there is none: a smaller learning_rate or a larger lambda makes leaves smaller
                    ccp_alpha             | trees are not pruned: max_leaves, min_samples_leaf and gamma keep them small
                    extra_trees           | it is a layer of its own: extra_trees
                    warm_start            | remove it: `updraft train FILE.model --weights FILE.safetensors` adds trees to those that there are
                    """)
    void oneThatStandsElsewhereHere(String foreign, String help) {
        assertThat(diagnostic("boosted_trees(" + foreign + ": 3)").help()).isEqualTo(help);
    }

    @Test
    void anotherLayerHasNoneOfThem() {
        assertThat(diagnostic("dense(4, objective: 3)").help()).startsWith("arguments are units, ");
    }

    @Test
    void sizesThatFitAreSaid() {
        assertThat(diagnostic("boosted_trees(trees: 3000, max_leaves: 30000)").help())
                .isEqualTo("max_leaves: 2796 fits 3000 trees, and trees: 279 of 30000 leaves fit");
        assertThat(diagnostic("boosted_trees(trees: 20000000, max_leaves: 2)").help())
                .isEqualTo("trees: 5592405 of 2 leaves fit");
        assertThat(diagnostic("decision_tree(max_leaves: 16000000)").help()).isEqualTo("max_leaves: 8388608 fits");
    }

    @Test
    void aDepthAloneIsAnyDepth() {
        assertThat(Models.check(model("boosted_trees(trees: 500, max_depth: 24)"), Map.of())
                        .diagnostics())
                .isEmpty();
    }

    @Test
    void aColumnOfSeveralNumbersIsNoFeature() {
        var diagnostics = Models.check("""
                        model M {
                            input row: window(past: 5) { temp: number }
                            target y: number
                            network { row -> boosted_trees(increasing: temp) -> out }
                            loss mse(out, y)
                        }
                        """, Map.of()).diagnostics();
        assertThat(diagnostics).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.message()).isEqualTo("there is no feature `temp`");
            assertThat(diagnostic.help())
                    .isEqualTo("trees see several numbers of this column, each a feature of its own, as in"
                            + " increasing: [temp[-5], temp[-4], temp[-3]]");
        });
    }

    private static Diagnostic diagnostic(String layer) {
        var diagnostics = Models.check(model(layer), Map.of()).diagnostics();
        assertThat(diagnostics).hasSize(1);
        return diagnostics.getFirst();
    }

    private static String model(String layer) {
        return """
                model M {
                    input row: float[4]
                    target y: number
                    network { row -> %s -> out }
                    loss mse(out, y)
                }
                """.formatted(layer);
    }
}
