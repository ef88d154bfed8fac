package dev.updraft.compiler.layers;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.layers.TreeLayer.Goal;
import dev.updraft.compiler.layers.TreeLayer.Link;
import dev.updraft.compiler.ops.Op.NearestRows.Metric;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A layer that learns from the training samples and the model's only target, all at once and not by a gradient: {@code [batch,
 * features]} to {@code [batch, outputs]}. Of several classes the outputs are one each, of two classes one, or two where the loss
 * compares a score for each.
 */
public sealed interface SupervisedLayer extends Layer {

    /** {@link TreeLayer#OF_TARGET} until the target is known. */
    int outputs();

    /** A copy for this target. */
    SupervisedLayer of(Goal goal);

    @Override
    default boolean isAdapted() {
        return true;
    }

    /** What stands between a share and the loss: of one class against the other {@link Link#LOGIT}. */
    private static Link link(Goal goal) {
        return goal.link() == Link.LOG && goal.outputs() == 1 ? Link.LOGIT : goal.link();
    }

    /**
     * Bayes's rule with features that are independent within a class. Outputs are the logarithms of the classes' probabilities, or of
     * two classes with one output the logit of the second.
     *
     * @param alpha how many times each value is counted besides
     * @param varSmoothing what part of the largest variance is added to all
     * @param features what the distributions are of; one of {@link Feature.Number} and so on for all numbers of a tensor
     */
    record NaiveBayes(double alpha, double varSmoothing, List<Feature> features, int outputs, Link link)
            implements SupervisedLayer {
        public static final String CLASS_LOG_PRIOR = "class_log_prior";
        /** {@code [classes, numbers]}. */
        public static final String MEAN = "mean";
        /** {@code [classes, numbers]}, smoothed. */
        public static final String VARIANCE = "variance";
        /** Logarithms of the probabilities that a truth value holds, {@code [truths, classes]}. */
        public static final String LOG_TRUE = "log_true";
        /** That it does not. */
        public static final String LOG_FALSE = "log_false";
        /** Logarithms of the probabilities of categories, one column behind the other, and a row of zeros for a gap. */
        public static final String LOG_CATEGORY = "log_category";
        /** Logarithms of the probabilities of words, {@code [words, classes]}. */
        public static final String LOG_WORD = "log_word";

        /** What a feature's distribution within a class is. */
        public sealed interface Feature {
            /** Normal; a gap is NaN. */
            record Number() implements Feature {}

            /** It holds, which is above 0, or does not; a gap is NaN. */
            record Truth() implements Feature {}

            /** One of {@code size} integers; a gap is NaN. */
            record Values(int size) implements Feature {}

            /**
             * How often a word occurs.
             *
             * @param isOpen whether only words count that occur in the training data
             */
            record Word(boolean isOpen) implements Feature {}
        }

        public NaiveBayes {
            features = List.copyOf(features);
        }

        /** Of what suits the columns of a group, in the order of {@link TableLayer.Features}. */
        public static List<Feature> features(ColumnGroup group) {
            var features = new ArrayList<Feature>();
            for (var measure : group.measures()) {
                features.add(measure.kind() instanceof ColumnKind.Bool ? new Feature.Truth() : new Feature.Number());
            }
            for (var column : group.categories()) {
                features.add(new Feature.Values(
                        ((Category) group.columns().get(column).kind()).size()));
            }
            for (var column : group.texts()) {
                var words = ((ColumnKind.Text) group.columns().get(column).kind()).most();
                IntStream.range(0, words).forEach(_ -> features.add(new Feature.Word(true)));
            }
            return features;
        }

        /** A copy for these features. */
        public NaiveBayes of(List<Feature> known) {
            return new NaiveBayes(alpha, varSmoothing, known, outputs, link);
        }

        @Override
        public NaiveBayes of(Goal goal) {
            return new NaiveBayes(alpha, varSmoothing, features, goal.outputs(), SupervisedLayer.link(goal));
        }

        /** How many classes there are. */
        public int classes() {
            return Math.max(2, outputs);
        }

        /** The places of the features of a kind. */
        public List<Integer> places(Class<? extends Feature> kind) {
            return IntStream.range(0, features.size())
                    .filter(place -> kind.isInstance(features.get(place)))
                    .boxed()
                    .toList();
        }

        /** The integers of all categories together. */
        public int values() {
            return features.stream()
                    .mapToInt(feature -> feature instanceof Feature.Values(var size) ? size : 0)
                    .sum();
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var weights = new ArrayList<Weight>();
            weights.add(Weight.notTrained(CLASS_LOG_PRIOR, Shape.of(classes()), new Initializer.Zeros()));
            var numbers = places(Feature.Number.class).size();
            if (numbers > 0) {
                weights.add(Weight.notTrained(MEAN, Shape.of(classes(), numbers), new Initializer.Zeros()));
                weights.add(Weight.notTrained(VARIANCE, Shape.of(classes(), numbers), new Initializer.Ones()));
            }
            var truths = places(Feature.Truth.class).size();
            if (truths > 0) {
                weights.add(logarithms(LOG_TRUE, truths));
                weights.add(logarithms(LOG_FALSE, truths));
            }
            if (values() > 0) {
                weights.add(logarithms(LOG_CATEGORY, values() + 1));
            }
            var words = places(Feature.Word.class).size();
            if (words > 0) {
                weights.add(logarithms(LOG_WORD, words));
            }
            return weights;
        }

        private Weight logarithms(String name, int rows) {
            return Weight.notTrained(name, Shape.of(rows, classes()), new Initializer.Zeros());
        }
    }

    /**
     * The training samples that are nearest to a sample: of classes and labels the logarithm or logit of their share, else their mean.
     *
     * @param ofDistance whether a neighbour counts by one over its distance; those at no distance then count alone
     * @param rows how many training samples it has room for
     */
    record NearestNeighbors(int k, boolean ofDistance, Metric metric, int rows, int outputs, Link link)
            implements SupervisedLayer {
        /** The training samples, {@code [rows, features]}. */
        public static final String ROWS = "rows";
        /** What they have as target: the number of a class, or numbers. */
        public static final String TARGETS = "targets";
        /** How many there are. */
        public static final String COUNT = "count";

        @Override
        public NearestNeighbors of(Goal goal) {
            return new NearestNeighbors(k, ofDistance, metric, rows, goal.outputs(), SupervisedLayer.link(goal));
        }

        /** Whether the target of a row is the number of its class, of several with an output each. */
        public boolean isOfClassNumbers() {
            return link == Link.LOG;
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var zeros = new Initializer.Zeros();
            return List.of(
                    Weight.grown(ROWS, zeros, rows, inputs.getFirst().dim(-1)),
                    Weight.grown(TARGETS, zeros, rows, isOfClassNumbers() ? 1 : outputs),
                    Weight.notTrained(COUNT, Shape.of(1), zeros));
        }
    }

    /**
     * A support-vector machine with the kernel {@code exp(-gamma |x - y|²)}: of two classes one decision value, of several one each,
     * against the rest; of numbers support-vector regression.
     *
     * @param c how much a sample on the wrong side costs
     * @param epsilon how far a number may be off at no cost
     * @param tolerance by how much the conditions of the optimum may be violated
     * @param exactRows up to how many training samples the problem is solved exactly; beyond, with random Fourier features
     * @param components how many of these
     */
    record KernelSvm(
            double c,
            Gamma gamma,
            double epsilon,
            double tolerance,
            int exactRows,
            int components,
            int outputs,
            Link link)
            implements SupervisedLayer {
        /** What is subtracted from samples, and has been from support vectors: so that float32 keeps small distances. */
        public static final String CENTER = "center";
        /** Support vectors, or frequencies of Fourier features; {@code [rows, features]}. */
        public static final String VECTORS = "vectors";
        /** Their squared length times -gamma, or the phases of Fourier features. */
        public static final String OFFSETS = "offsets";
        /** {@code [rows, outputs]}. */
        public static final String COEFFICIENTS = "coefficients";

        public static final String BIAS = "bias";
        public static final String GAMMA = "gamma";
        /** 1 with Fourier features, else 0. */
        public static final String FOURIER = "fourier";

        /** How narrow the kernel is. */
        public sealed interface Gamma {
            /** {@code 1 / (features · variance of all numbers)}. */
            record Scale() implements Gamma {}

            /** {@code 1 / features}. */
            record Auto() implements Gamma {}

            record Value(double value) implements Gamma {}
        }

        @Override
        public KernelSvm of(Goal goal) {
            return new KernelSvm(
                    c,
                    gamma,
                    epsilon,
                    tolerance,
                    exactRows,
                    components,
                    goal.outputs(),
                    SupervisedLayer.link(goal));
        }

        /** How many support vectors or Fourier features there is room for. */
        public int rows() {
            return Math.max(exactRows, components);
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var zeros = new Initializer.Zeros();
            var features = inputs.getFirst().dim(-1);
            return List.of(
                    Weight.notTrained(CENTER, Shape.of(features), zeros),
                    Weight.grown(VECTORS, zeros, rows(), features),
                    Weight.grown(OFFSETS, zeros, rows()),
                    Weight.grown(COEFFICIENTS, zeros, rows(), outputs),
                    Weight.notTrained(BIAS, Shape.of(outputs), zeros),
                    Weight.notTrained(GAMMA, Shape.of(1), new Initializer.Ones()),
                    Weight.notTrained(FOURIER, Shape.of(1), zeros));
        }
    }
}
