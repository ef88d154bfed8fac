package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.ClosedLayer.KMeans;
import dev.updraft.compiler.layers.ClosedLayer.Pca;
import dev.updraft.compiler.layers.Layer;
import java.util.List;

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
    private static final Parameter<Integer> COMPONENTS =
            required("components", COUNT, 2, "number of directions, which are the length of the output");
    private static final Parameter<Boolean> WHITEN =
            optional("whiten", TRUTH, false, "whether coordinates are divided by their standard deviation");

    private static final String LEARNT = "Learnt from the training data at once: at the end of a network no loss, optimizer, target or"
            + " epochs, in front of one that is trained before its first step. Scale the features, as encode does: a feature of"
            + " large numbers counts more.";

    private static final Documentation K_MEANS = doc(
                    "clusters: distances from centres, each the mean of the samples nearest to it",
                    "[batch, features] -> [batch, clusters]",
                    "y = |x - center|",
                    "customer -> encode -> k_means(clusters: 5) -> segment")
            .noting(LEARNT + " At the end of a network the prediction is the nearest centre's number, with its distance. First"
                    + " centres by k-means++; from 100,000 samples on, a round sees 10,000 of them.");
    private static final Documentation PCA = doc(
                    "principal components: coordinates along the directions of largest variance",
                    "[batch, features] -> [batch, components]",
                    "y = (x - mean) · componentsᵀ, with whiten divided by its standard deviation",
                    "customer -> encode -> pca(components: 10) -> dense(16)")
            .noting(LEARNT + " A direction points to where its largest coefficient is positive.");

    static final List<Declaration<Layer>> ROWS = List.of(
            of(
                    "k_means",
                    K_MEANS,
                    Values.ONE,
                    a -> new KMeans(a.get(CLUSTERS), a.get(STARTS), a.get(MAX_ITERATIONS), a.get(TOLERANCE))),
            of("pca", PCA, Values.ONE, a -> new Pca(a.get(COMPONENTS), a.get(WHITEN))));
}
