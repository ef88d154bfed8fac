package dev.updraft.compiler.layers;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;

/**
 * A layer that learns all it knows from the whole training data at once, by an algorithm of its own: no gradient reaches its
 * weights. It takes {@code [batch, features]}.
 *
 * <p>In front of a network that is trained it learns before the first step. Where nothing is left to an optimizer, such a layer is
 * the model: it needs neither a loss nor a target.
 */
public sealed interface ClosedLayer extends Layer {

    /**
     * What its output means where the network ends with it.
     *
     * @param features how many numbers of a sample it takes
     */
    ProblemType problem(int features);

    /** The length of its output. */
    int outputs();

    @Override
    default boolean isAdapted() {
        return true;
    }

    /**
     * Distances from centres, each of which is the mean of the samples that are nearest to it: {@code [batch, clusters]}.
     *
     * @param starts how many first centres are tried, of which the best are kept
     * @param maxIterations most rounds of a start
     * @param tolerance a start ends when the centres move less: the sum of their squared ways, as a share of the features' mean
     *     variance; with batches, when the inertia of a pass falls by less, as a share
     * @param batchSize samples after which the centres move: {@link #ALL}, or fewer, of which only these are held, so that the
     *     training data need not fit into memory
     */
    record KMeans(int clusters, int starts, int maxIterations, double tolerance, int batchSize) implements ClosedLayer {
        /** Centres move once all samples have been compared with them. */
        public static final int ALL = 0;

        public static final String CENTERS = "centers";
        /** What is subtracted from centres and samples before they are compared, so that float32 keeps small distances. */
        public static final String OFFSET = "offset";
        /** How many training samples each centre is the mean of. */
        public static final String SIZES = "sizes";

        @Override
        public ProblemType problem(int features) {
            return new ProblemType.Clusters(clusters, true, features);
        }

        @Override
        public int outputs() {
            return clusters;
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var features = inputs.getFirst().dim(-1);
            return List.of(
                    Weight.notTrained(CENTERS, Shape.of(clusters, features), new Initializer.Zeros()),
                    Weight.notTrained(OFFSET, Shape.of(features), new Initializer.Zeros()),
                    Weight.notTrained(SIZES, Shape.of(clusters), new Initializer.Zeros()));
        }
    }

    /**
     * Coordinates along the directions in which the training data varies most: {@code (x - mean) · componentsᵀ}. A direction points to
     * where its largest coefficient, by absolute value, is positive.
     *
     * @param whiten whether coordinates are divided by their standard deviation
     */
    record Pca(int components, boolean whiten) implements ClosedLayer {
        public static final String MEAN = "mean";
        public static final String COMPONENTS = "components";
        /** The variance of each coordinate, with n - 1 as divisor. */
        public static final String VARIANCE = "explained_variance";
        /** The variance of all features together. */
        public static final String TOTAL_VARIANCE = "total_variance";

        @Override
        public ProblemType problem(int features) {
            return new ProblemType.Components(components, features);
        }

        @Override
        public int outputs() {
            return components;
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var features = inputs.getFirst().dim(-1);
            return List.of(
                    Weight.notTrained(MEAN, Shape.of(features), new Initializer.Zeros()),
                    Weight.notTrained(COMPONENTS, Shape.of(components, features), new Initializer.Zeros()),
                    Weight.notTrained(VARIANCE, Shape.of(components), new Initializer.Ones()),
                    Weight.notTrained(TOTAL_VARIANCE, Shape.of(1), new Initializer.Ones()));
        }
    }

    /**
     * How few random questions tell a sample from others: {@code 2^(-mean path / c)}, near 1 for what is unlike the rest; Liu, Ting
     * and Zhou, 2008. {@code [batch, 1]}, or with a {@code contamination} behind it 1 for an anomaly, else 0.
     *
     * @param samples how many each tree is made of
     * @param contamination the share of the training data that is taken for anomalies; 0 where nothing is decided
     */
    record IsolationForest(int trees, int samples, double contamination) implements ClosedLayer {
        /** What the sum of the paths is multiplied with: it gives the exponent of 2. */
        public static final String SCALE = "scale";
        /** The score from which on, itself not included, a sample is an anomaly. */
        public static final String THRESHOLD = "threshold";

        public boolean decides() {
            return contamination > 0;
        }

        /** Most nodes of all trees. */
        public long nodes() {
            return trees * (2L * samples - 1);
        }

        @Override
        public ProblemType problem(int features) {
            return new ProblemType.Anomalies(decides(), features);
        }

        @Override
        public int outputs() {
            return decides() ? 2 : 1;
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            return List.of(
                    Weight.notTrained(TreeLayer.BASE, Shape.of(1), new Initializer.Zeros()),
                    Weight.grown(TreeLayer.ROOTS, new Initializer.Constant(-1), trees),
                    Weight.grown(TreeLayer.NODES, new Initializer.Zeros(), nodes(), Op.TreeSum.NODE_SIZE),
                    Weight.grown(TreeLayer.LEAVES, new Initializer.Zeros(), (long) trees * samples, 1),
                    Weight.notTrained(SCALE, Shape.of(1), new Initializer.Zeros()),
                    Weight.notTrained(THRESHOLD, Shape.of(1), new Initializer.Ones()));
        }
    }

    /**
     * How likely a sample is of each of several normal distributions that together are as the training data: {@code [batch,
     * components]}.
     *
     * @param maxIterations most rounds of expectation and maximization
     * @param tolerance they end when the mean log-likelihood of a sample grows less
     * @param regularization added to the diagonals of the covariances
     */
    record GaussianMixture(int components, int maxIterations, double tolerance, double regularization)
            implements ClosedLayer {
        /** The logarithm of how much of the data each is, with all that does not depend on a sample. */
        public static final String LOG_WEIGHTS = "log_weights";

        public static final String MEANS = "means";
        /** The mean of all data, which is subtracted before anything is multiplied. */
        public static final String OFFSET = "offset";
        /** {@code P} of each, with {@code P · Pᵀ} the inverse of its covariance: {@code [features, components · features]}. */
        public static final String PRECISIONS = "precisions";

        @Override
        public ProblemType problem(int features) {
            return new ProblemType.Clusters(components, false, features);
        }

        @Override
        public int outputs() {
            return components;
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var features = inputs.getFirst().dim(-1);
            return List.of(
                    Weight.notTrained(LOG_WEIGHTS, Shape.of(components), new Initializer.Zeros()),
                    Weight.notTrained(MEANS, Shape.of(components, features), new Initializer.Zeros()),
                    Weight.notTrained(OFFSET, Shape.of(features), new Initializer.Zeros()),
                    Weight.notTrained(PRECISIONS, Shape.of(features, components * features), new Initializer.Zeros()));
        }
    }
}
