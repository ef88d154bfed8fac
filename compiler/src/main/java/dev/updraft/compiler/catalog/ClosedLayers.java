package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.ClosedLayer.GaussianMixture;
import dev.updraft.compiler.layers.ClosedLayer.IsolationForest;
import dev.updraft.compiler.layers.ClosedLayer.KMeans;
import dev.updraft.compiler.layers.ClosedLayer.Pca;
import dev.updraft.compiler.layers.Layer;
import java.util.List;
import java.util.Optional;

/** Names of the layers that learn at once. */
final class ClosedLayers {
    private ClosedLayers() {}

    private static final int MOST_CLUSTERS = 10_000;

    private static final Parameter<Integer> CLUSTERS =
            required("clusters", new ParameterType.Whole(1, MOST_CLUSTERS), 5, "number of clusters");
    private static final Parameter<Integer> STARTS =
            optional("starts", COUNT, 10, "how many first centres are tried; the best end is kept");
    private static final Parameter<Integer> MAX_ITERATIONS =
            optional("max_iterations", COUNT, 300, "most rounds of a start");
    private static final Parameter<Double> TOLERANCE = optional(
            "tolerance",
            NOT_NEGATIVE,
            1e-4,
            "1e-4",
            "a start ends when the centres move less: squared and summed, as a share of the mean variance of a feature");
    private static final Parameter<Optional<Integer>> BATCH_SIZE = open(
            "batch_size",
            COUNT,
            "all samples",
            "samples after which the centres move; they are read again in each iteration and need not fit into memory");
    private static final Parameter<Integer> COMPONENTS =
            required("components", COUNT, 2, "number of directions, which are the length of the output");
    private static final Parameter<Boolean> WHITEN =
            optional("whiten", TRUTH, false, "whether coordinates are divided by their standard deviation");

    private static final Parameter<Integer> TREES = optional("trees", COUNT, 100, "how many trees");
    private static final Parameter<Integer> SAMPLES = optional(
            "samples",
            new ParameterType.Whole(2, 1 << 16),
            256,
            "how many samples each tree is made of, drawn at random");
    private static final Parameter<Double> CONTAMINATION = optional(
            "contamination",
            new ParameterType.Real(Range.BELOW_ONE),
            0.0,
            "share of the training data that is taken for anomalies; 0 gives the score alone");
    private static final Parameter<Integer> MIXED =
            required("components", new ParameterType.Whole(1, 1000), 3, "number of normal distributions");
    private static final Parameter<Integer> MIXTURE_ITERATIONS =
            optional("max_iterations", COUNT, 100, "most rounds of expectation and maximization");
    private static final Parameter<Double> MIXTURE_TOLERANCE = optional(
            "tolerance", NOT_NEGATIVE, 1e-3, "1e-3", "they end when the mean log-likelihood of a sample grows less");
    private static final Parameter<Double> REGULARIZATION =
            optional("regularization", NOT_NEGATIVE, 1e-6, "1e-6", "added to the variances, so that none becomes 0");

    private static final String LEARNT =
            "Learnt from the training data at once: at the end of a network no loss, optimizer, target or"
                    + " epochs, in front of one that is trained before its first step. Scale the features, as encode does: a feature of"
                    + " large numbers counts more.";

    private static final Documentation K_MEANS = doc(
                    "clusters: distances from centres, each the mean of the samples nearest to it",
                    "[batch, features] -> [batch, clusters]",
                    "y = |x - center|",
                    "customer -> encode -> k_means(clusters: 5) -> segment")
            .noting(LEARNT
                    + " At the end of a network the prediction is the nearest centre's number, with its distance. First"
                    + " centres by k-means++; from 100,000 samples on, starts are tried with 20,000 of them. With batch_size it is"
                    + " mini-batch k-means: an iteration reads all samples, and ends the search if inertia falls by less than"
                    + " tolerance, as a share.");
    private static final Documentation PCA = doc(
                    "principal components: coordinates along the directions of largest variance",
                    "[batch, features] -> [batch, components]",
                    "y = (x - mean) · componentsᵀ, with whiten divided by its standard deviation",
                    "customer -> encode -> pca(components: 10) -> dense(16)")
            .noting(LEARNT + " A direction points to where its largest coefficient is positive.");

    private static final Documentation ISOLATION_FOREST = doc(
                    "anomalies: how few random questions tell a sample from others",
                    "[batch, features] -> [batch, 1], with contamination [batch, 2]",
                    "y = 2^(-mean path length / c(samples)), and 1 where that is above the threshold, else 0",
                    "customer -> encode -> isolation_forest(contamination: 0.02) -> oddness")
            .noting(
                    "As Liu, Ting and Zhou, 2008: about 0.5 for what is like the rest, near 1 for what is not. Learnt from the"
                            + " training data at once: at the end of a network no loss, optimizer, target or epochs, in front of one that"
                            + " is trained before its first step. Scaling makes no difference.");
    private static final Documentation GAUSSIAN_MIXTURE = doc(
                    "clusters of any direction: how likely a sample is of each of several normal distributions",
                    "[batch, features] -> [batch, components]",
                    "y = w N(x; mean, covariance) / sum over all components",
                    "customer -> encode -> gaussian_mixture(components: 3) -> kind")
            .noting(
                    LEARNT
                            + " By expectation and maximization from where k_means ends, each component with a covariance of its"
                            + " own. At the end of a network the prediction is the likeliest component's number, with its probability.");

    static final List<Declaration<Layer>> ROWS = List.of(
            of(
                    "k_means",
                    K_MEANS,
                    Values.ONE,
                    a -> new KMeans(
                            a.get(CLUSTERS),
                            a.get(STARTS),
                            a.get(MAX_ITERATIONS),
                            a.get(TOLERANCE),
                            a.get(BATCH_SIZE).orElse(KMeans.ALL))),
            of("pca", PCA, Values.ONE, a -> new Pca(a.get(COMPONENTS), a.get(WHITEN))),
            of(
                    "isolation_forest",
                    ISOLATION_FOREST,
                    Values.ONE,
                    a -> new IsolationForest(a.get(TREES), a.get(SAMPLES), a.get(CONTAMINATION))),
            of(
                    "gaussian_mixture",
                    GAUSSIAN_MIXTURE,
                    Values.ONE,
                    a -> new GaussianMixture(
                            a.get(MIXED), a.get(MIXTURE_ITERATIONS), a.get(MIXTURE_TOLERANCE), a.get(REGULARIZATION))));
}
