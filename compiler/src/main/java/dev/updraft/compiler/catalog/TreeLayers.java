package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.POSITIVE;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.TreeCriterion;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.layers.TreeLayer.Kind;
import dev.updraft.compiler.layers.TreeSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names of the {@link TreeLayer}s. */
final class TreeLayers {
    private TreeLayers() {}

    private static final int USUAL_LEAVES = 31;
    /** Without {@code max_leaves}: a deep tree has far fewer leaves than its depth allows, and there is room for all of them. */
    private static final int MOST_UNASKED_LEAVES = 4096;

    private static final int DEEPEST = 24;

    private static final ParameterType<Double> SHARE = new ParameterType.Real(Range.SHARE);
    private static final ParameterType<List<String>> FEATURES =
            new ParameterType.ListOf<>(new ParameterType.ColumnName());
    private static final ParameterType<Integer> LEAVES = new ParameterType.Whole(2, 1 << DEEPEST);
    private static final ParameterType<Integer> DEPTH = new ParameterType.Whole(1, DEEPEST);

    private static final Parameter<Integer> TREES = optional("trees", COUNT, 100, "how many, one an epoch");
    private static final Parameter<Double> LEARNING_RATE =
            optional("learning_rate", POSITIVE, 0.1, "what the leaves of each tree are multiplied with");
    private static final Parameter<Optional<Integer>> MAX_LEAVES =
            open("max_leaves", LEAVES, "31, or 2^max_depth where that is set, at most 4096", "most leaves of a tree");
    private static final Parameter<Optional<Integer>> FOREST_MAX_LEAVES =
            open("max_leaves", LEAVES, "4096, or 2^max_depth where that is less", "most leaves of a tree");
    private static final Parameter<Optional<Integer>> MAX_DEPTH =
            open("max_depth", DEPTH, "any", "most questions from the root to a leaf");
    private static final Parameter<Integer> MAX_BINS = optional(
            "max_bins", new ParameterType.Whole(2, 255), 255, "intervals that the values of a feature are put into");
    private static final Parameter<Optional<Integer>> FOREST_MAX_BINS = open(
            "max_bins",
            new ParameterType.Whole(2, 65_535),
            "2047 where splits draw features, else 255",
            "intervals that the values of a feature are put into");
    private static final Parameter<Integer> MIN_SAMPLES_LEAF =
            optional("min_samples_leaf", COUNT, 20, "least samples in a leaf");
    private static final Parameter<Integer> ANY_SAMPLES_LEAF =
            optional("min_samples_leaf", COUNT, 1, "least samples in a leaf");
    private static final Parameter<Double> MIN_CHILD_WEIGHT =
            optional("min_child_weight", NOT_NEGATIVE, 0.001, "least sum of the loss's curvature in a leaf");
    private static final Parameter<Double> LAMBDA =
            optional("lambda", NOT_NEGATIVE, 1.0, "penalty on the squares of leaves");
    private static final Parameter<Double> ALPHA =
            optional("alpha", NOT_NEGATIVE, 0.0, "penalty on the absolute values of leaves");
    private static final Parameter<Double> GAMMA = optional("gamma", NOT_NEGATIVE, 0.0, "least gain of a split");
    private static final Parameter<Double> SUBSAMPLE =
            optional("subsample", SHARE, 1.0, "part of the samples that each tree sees");
    private static final Parameter<Double> COLSAMPLE =
            optional("colsample", SHARE, 1.0, "part of the features that each tree sees");
    private static final Parameter<Double> ALL_FEATURES =
            optional("max_features", SHARE, 1.0, "part of the features that each split may ask about");
    private static final Parameter<Optional<Double>> SOME_FEATURES = open(
            "max_features",
            SHARE,
            "the square root of their number for classes, all for numbers",
            "part of the features that each split may ask about");
    private static final Parameter<Boolean> BOOTSTRAP = optional(
            "bootstrap", TRUTH, true, "whether each tree sees as many samples as there are, drawn with replacement");
    private static final Parameter<Boolean> NO_BOOTSTRAP = optional(
            "bootstrap", TRUTH, false, "whether each tree sees as many samples as there are, drawn with replacement");
    private static final Parameter<Boolean> OUT_OF_BAG = optional(
            "out_of_bag", TRUTH, false, "whether training ends with the metrics of trees that did not see a sample");
    private static final Parameter<Optional<TreeCriterion>> CRITERION = open(
            "criterion",
            new ParameterType.Choice<>(
                    "criterion",
                    List.of(
                            TreeCriterion.GINI,
                            TreeCriterion.ENTROPY,
                            TreeCriterion.SQUARED_ERROR,
                            TreeCriterion.POISSON)),
            "gini for classes, squared_error for numbers",
            "what splits make smaller");
    private static final Parameter<Boolean> VECTOR_LEAVES = optional(
            "vector_leaves",
            TRUTH,
            false,
            "whether a leaf has a number for each output; otherwise each output has trees of its own");
    private static final Parameter<List<String>> INCREASING =
            optional("increasing", FEATURES, List.of(), "none", "features that the output may only rise with");
    private static final Parameter<List<String>> DECREASING =
            optional("decreasing", FEATURES, List.of(), "none", "features that the output may only fall with");
    private static final Parameter<Optional<Integer>> OUTPUTS =
            open("outputs", COUNT, "those of the target", "number of outputs");

    private static final String SHAPES = "a group of columns, or [batch, ...] -> [batch, outputs]";
    private static final String SAMPLES =
            "A group of columns is taken as it is: a gap goes to the side where the loss falls"
                    + " most, categories are asked for as sets, nothing needs to be scaled. No optimizer, epochs or batch_size.";

    private static final Documentation BOOSTED = doc(
                    "gradient-boosted trees: each mends what those before it have left of the loss",
                    SHAPES,
                    """
                    y = base + Σ tree(x), a leaf is -learning_rate · G / (H + lambda)
                    a split gains (G_l² / (H_l + lambda) + G_r² / (H_r + lambda) - G² / (H + lambda)) / 2
                    G, H: sums of the loss's gradient and curvature over samples
                    """,
                    "customer -> boosted_trees(trees: 300, max_depth: 6) -> logit")
            .noting(SAMPLES
                    + " Any loss whose samples do not see each other. Of several outputs, each has a tree an epoch;"
                    + " with vector_leaves: true one tree has all, and a split gains what it gains for their sum.");
    private static final Documentation FOREST = doc(
                    "random forest: the mean of trees that see different samples and features",
                    SHAPES,
                    "y = mean of tree(x); of classes the logarithm of their shares",
                    "customer -> random_forest(trees: 300) -> logit")
            .noting(SAMPLES
                    + " Splits make the variance of the target smallest, which for classes is Gini's impurity.");
    private static final Documentation EXTRA = doc(
                    "extremely randomized trees: a forest whose thresholds are drawn at random",
                    SHAPES,
                    "y = mean of tree(x); of classes the logarithm of their shares",
                    "customer -> extra_trees(trees: 300) -> logit")
            .noting(
                    "As random_forest, but of each feature one random threshold is tried, and each tree sees all samples.");
    private static final Documentation TREE = doc(
                    "a single decision tree",
                    SHAPES,
                    "y = the mean of the target in a leaf; of classes the logarithm of their shares",
                    "customer -> decision_tree(max_leaves: 8) -> logit")
            .noting(SAMPLES
                    + " Splits make the variance of the target smallest, which for classes is Gini's impurity.");

    static final List<Declaration<Layer>> ROWS = List.of(
            of("boosted_trees", BOOSTED, Values.ONE, TreeLayers::boosted),
            of("random_forest", FOREST, Values.ONE, a -> forest(a, Kind.RANDOM_FOREST, BOOTSTRAP)),
            of("extra_trees", EXTRA, Values.ONE, a -> forest(a, Kind.EXTRA_TREES, NO_BOOTSTRAP)),
            of("decision_tree", TREE, Values.ONE, TreeLayers::single));

    private static Layer boosted(Arguments a) {
        var trees = a.get(TREES);
        var learningRate = a.get(LEARNING_RATE);
        var maxLeaves = a.get(MAX_LEAVES);
        var maxDepth = a.get(MAX_DEPTH);
        var settings = new TreeSettings(
                trees,
                learningRate,
                leaves(maxLeaves, maxDepth, USUAL_LEAVES),
                maxDepth.orElse(0),
                a.get(MAX_BINS),
                a.get(LAMBDA),
                a.get(ALPHA),
                a.get(GAMMA),
                a.get(MIN_CHILD_WEIGHT),
                a.get(MIN_SAMPLES_LEAF),
                a.get(SUBSAMPLE),
                false,
                a.get(COLSAMPLE),
                a.get(ALL_FEATURES),
                false,
                false,
                TreeCriterion.OF_TARGET,
                a.get(VECTOR_LEAVES),
                monotone(a));
        return TreeLayer.of(Kind.BOOSTED_TREES, settings, outputs(a));
    }

    private static Layer forest(Arguments a, Kind kind, Parameter<Boolean> bootstrap) {
        var trees = a.get(TREES);
        var maxLeaves = a.get(FOREST_MAX_LEAVES);
        var maxDepth = a.get(MAX_DEPTH);
        var settings = new TreeSettings(
                trees,
                1,
                leaves(maxLeaves, maxDepth, MOST_UNASKED_LEAVES),
                maxDepth.orElse(0),
                a.get(FOREST_MAX_BINS).orElse(TreeSettings.OF_TARGET),
                0,
                0,
                a.get(GAMMA),
                0,
                a.get(ANY_SAMPLES_LEAF),
                a.get(SUBSAMPLE),
                a.get(bootstrap),
                1,
                a.get(SOME_FEATURES).orElse((double) TreeSettings.OF_TARGET),
                kind == Kind.EXTRA_TREES,
                a.get(OUT_OF_BAG),
                a.get(CRITERION).orElse(TreeCriterion.OF_TARGET),
                true,
                monotone(a));
        return TreeLayer.of(kind, settings, outputs(a));
    }

    private static Layer single(Arguments a) {
        var maxLeaves = a.get(MAX_LEAVES);
        var maxDepth = a.get(MAX_DEPTH);
        var settings = new TreeSettings(
                1,
                1,
                leaves(maxLeaves, maxDepth, USUAL_LEAVES),
                maxDepth.orElse(0),
                a.get(FOREST_MAX_BINS).orElse(TreeSettings.OF_TARGET),
                0,
                0,
                a.get(GAMMA),
                0,
                a.get(ANY_SAMPLES_LEAF),
                1,
                false,
                1,
                1,
                false,
                false,
                a.get(CRITERION).orElse(TreeCriterion.OF_TARGET),
                true,
                monotone(a));
        return TreeLayer.of(Kind.DECISION_TREE, settings, outputs(a));
    }

    private static int leaves(Optional<Integer> maxLeaves, Optional<Integer> maxDepth, int usual) {
        if (maxDepth.isEmpty()) {
            return maxLeaves.orElse(usual);
        }
        return Math.min(maxLeaves.orElse(MOST_UNASKED_LEAVES), 1 << maxDepth.get());
    }

    private static int outputs(Arguments a) {
        return a.get(OUTPUTS).orElse(TreeLayer.OF_TARGET);
    }

    /** By feature 1 or -1; 0 for one that is in both lists, which {@code check} refuses. */
    private static Map<String, Integer> monotone(Arguments a) {
        var directions = new HashMap<String, Integer>();
        a.get(INCREASING).forEach(name -> directions.put(name, 1));
        a.get(DECREASING).forEach(name -> directions.merge(name, -1, (rising, falling) -> rising > 0 ? 0 : falling));
        return directions;
    }
}
