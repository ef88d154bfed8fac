package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.choice;

import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.SupervisedLayer.NaiveBayes;
import dev.updraft.compiler.layers.SupervisedLayer.NaiveBayes.Kind;
import dev.updraft.compiler.layers.SupervisedLayer.NearestNeighbors;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.layers.TreeLayer.Link;
import dev.updraft.compiler.tensor.DistanceMetric;
import java.util.List;
import java.util.Optional;

/** Names of the layers that learn from samples and target at once. */
final class SupervisedLayers {
    private SupervisedLayers() {}

    /** How much a neighbour counts. */
    private enum Votes {
        UNIFORM,
        DISTANCE
    }

    private static final String SHAPES = "[batch, features] -> [batch, outputs]";
    private static final String AT_ONCE =
            "It learns from all training rows at once: no optimizer, epochs or batch_size. The loss only measures it.";

    private static final Parameter<Optional<Kind>> KIND = open(
            "kind",
            choice("kind", Kind.class),
            "gaussian; of a group of columns what suits each",
            "distribution of all numbers of a tensor");
    private static final Parameter<Double> ALPHA =
            optional("alpha", NOT_NEGATIVE, 1.0, "how many times each value, truth and word is counted besides");
    private static final Parameter<Double> VAR_SMOOTHING =
            optional("var_smoothing", NOT_NEGATIVE, 1e-9, "1e-9", "what part of the largest variance is added to all");
    private static final Documentation NAIVE_BAYES = doc(
                    "naive Bayes: the classes' probabilities where features are independent within a class",
                    "a group of columns, or [batch, features] -> [batch, classes]",
                    """
                    y = log p(class | x), p(class | x) ∝ p(class) Π p(x_j | class)
                    gaussian     normal, with mean and variance of the class
                    bernoulli    x_j > 0: (rows + alpha) / (rows of the class + 2 alpha)
                    categories   (rows + alpha) / (rows of the class + values alpha)
                    multinomial  (count + alpha) / (counts of the class + features alpha), to the power of x_j
                    """,
                    "customer -> naive_bayes -> scores")
            .noting(
                    "A group of columns is taken as it is: numbers are gaussian, truth values bernoulli, categories counted, words"
                            + " multinomial; a gap, or a value that training has not seen, is left out of the product. "
                            + AT_ONCE
                            + " As scikit-learn's GaussianNB, BernoulliNB, CategoricalNB and MultinomialNB.");

    private static final Parameter<Integer> K = optional("k", COUNT, 5, "how many neighbours");
    private static final Parameter<Votes> WEIGHTS = optional(
            "weights",
            choice("weighting", Votes.class),
            Votes.UNIFORM,
            "uniform",
            "uniform: all count the same; distance: by 1 / distance, and those at no distance alone");
    private static final Parameter<DistanceMetric> METRIC = optional(
            "metric",
            choice("metric", DistanceMetric.class),
            DistanceMetric.EUCLIDEAN,
            "euclidean",
            "what a distance is");
    private static final Parameter<Integer> ROWS =
            optional("rows", COUNT, 100_000, "how many training rows there is room for; more are an error");
    private static final Documentation NEAREST = doc(
                    "k nearest neighbours: what the most similar training rows have as target",
                    SHAPES,
                    """
                    y = mean of the k nearest rows' targets
                    of classes log(max(share, 1e-7)), of labels and one of two classes the logit of the share
                    """,
                    "customer -> encode -> k_nearest_neighbors(k: 15) -> scores")
            .noting(
                    "Scale the numbers first, as encode does: what has the larger numbers counts more. Of rows that are equally far"
                            + " the first come first. The saved model holds the training rows. "
                            + AT_ONCE
                            + " As scikit-learn's KNeighborsClassifier and KNeighborsRegressor.");

    static final List<Declaration<Layer>> LAYERS = List.of(
            of(
                    "naive_bayes",
                    NAIVE_BAYES,
                    Values.ONE,
                    a -> NaiveBayes.of(a.get(KIND), a.get(ALPHA), a.get(VAR_SMOOTHING))),
            of(
                    "k_nearest_neighbors",
                    NEAREST,
                    Values.ONE,
                    a -> new NearestNeighbors(
                            a.get(K),
                            a.get(WEIGHTS) == Votes.DISTANCE,
                            a.get(METRIC),
                            a.get(ROWS),
                            TreeLayer.OF_TARGET,
                            Link.NONE)));
}
