package dev.updraft.compiler.layers;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.layers.TreeLayer.Goal;
import dev.updraft.compiler.layers.TreeLayer.Link;
import dev.updraft.compiler.tensor.DistanceMetric;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
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

    /** Whether a sample may count more than another, by its class or by a weight of its own. */
    default boolean weighsSamples() {
        return true;
    }

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
     * @param kind of all numbers of a tensor; of a group of columns, and where it is not given, there is none
     * @param features what the distributions are of; none until the input is known
     */
    record NaiveBayes(
            Optional<Kind> kind, double alpha, double varSmoothing, List<Feature> features, int outputs, Link link)
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
        /** Logarithms of the probabilities of categories, one column behind the other; 0 of a gap. */
        public static final String LOG_CATEGORY = "log_category";
        /** Logarithms of the probabilities of words, {@code [words, classes]}. */
        public static final String LOG_WORD = "log_word";

        /** What a feature's distribution within a class is, and where it is in a sample. */
        public sealed interface Feature {
            /** The place of what is always there. */
            int ALWAYS = -1;

            int place();

            /** All its places. */
            default List<Integer> places() {
                return List.of(place());
            }

            /** Where it says that the value is there, by another number than 0; {@link #ALWAYS} if it always is. */
            default int presence() {
                return ALWAYS;
            }

            /** Normal. */
            record Normal(int place, int presence) implements Feature {}

            /** It holds, which is above 0, or does not. */
            record Truth(int place, int presence) implements Feature {}

            /**
             * One of {@code size} integers.
             *
             * @param gaps how many of them, from 0 on, are gaps
             */
            record Values(int place, int size, int gaps) implements Feature {}

            /**
             * How often each of {@code count} words occurs.
             *
             * @param isOpen whether only words count that occur in the training data
             */
            record Words(int place, int count, boolean isOpen) implements Feature {
                @Override
                public List<Integer> places() {
                    return IntStream.range(place, place + count).boxed().toList();
                }
            }
        }

        /** What all numbers of a tensor are. */
        public enum Kind {
            GAUSSIAN,
            BERNOULLI,
            MULTINOMIAL;

            private List<Feature> features(int numbers) {
                return switch (this) {
                    case GAUSSIAN -> each(numbers, place -> new Feature.Normal(place, Feature.ALWAYS));
                    case BERNOULLI -> each(numbers, place -> new Feature.Truth(place, Feature.ALWAYS));
                    case MULTINOMIAL -> List.of(new Feature.Words(0, numbers, false));
                };
            }

            private static List<Feature> each(int numbers, IntFunction<Feature> feature) {
                return IntStream.range(0, numbers).mapToObj(feature).toList();
            }
        }

        public NaiveBayes {
            features = List.copyOf(features);
        }

        /** What is written of it: the rest is told by the input and the target. */
        public static NaiveBayes of(Optional<Kind> kind, double alpha, double varSmoothing) {
            return new NaiveBayes(kind, alpha, varSmoothing, List.of(), TreeLayer.OF_TARGET, Link.NONE);
        }

        /** A copy for a tensor. */
        public NaiveBayes of(int numbers) {
            return of(kind.orElse(Kind.GAUSSIAN).features(numbers));
        }

        /** A copy for what suits the columns of a group. */
        public NaiveBayes of(ColumnGroup group) {
            var known = new ArrayList<Feature>();
            for (var place = 0; place < group.measures().size(); place++) {
                var presence = place < group.required() ? Feature.ALWAYS : group.presence(place);
                known.add(
                        group.measures().get(place).kind() instanceof ColumnKind.Bool
                                ? new Feature.Truth(place, presence)
                                : new Feature.Normal(place, presence));
            }
            for (var column : group.categories()) {
                var category = (Category) group.columns().get(column).kind();
                known.add(new Feature.Values(
                        group.place(column),
                        category.size(),
                        1 + (category.ordered() ? Category.OTHER : Category.MISSING)));
            }
            for (var column : group.texts()) {
                var words = ((ColumnKind.Text) group.columns().get(column).kind()).most();
                known.add(new Feature.Words(group.place(column), words, true));
            }
            return of(known);
        }

        private NaiveBayes of(List<Feature> known) {
            return new NaiveBayes(kind, alpha, varSmoothing, known, outputs, link);
        }

        @Override
        public NaiveBayes of(Goal goal) {
            return new NaiveBayes(kind, alpha, varSmoothing, features, goal.outputs(), SupervisedLayer.link(goal));
        }

        /** How many classes there are. */
        public int classes() {
            return Math.max(2, outputs);
        }

        /** The features of a kind, in the order of their places; of those that may be missing the others come first. */
        public <T extends Feature> List<T> features(Class<T> kind) {
            return features.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        /** The integers of all categories together. */
        public int values() {
            return features(Feature.Values.class).stream()
                    .mapToInt(Feature.Values::size)
                    .sum();
        }

        /** All words. */
        public int words() {
            return features(Feature.Words.class).stream()
                    .mapToInt(Feature.Words::count)
                    .sum();
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var weights = new ArrayList<Weight>();
            weights.add(Weight.notTrained(CLASS_LOG_PRIOR, Shape.of(classes()), new Initializer.Zeros()));
            var numbers = features(Feature.Normal.class).size();
            if (numbers > 0) {
                weights.add(Weight.notTrained(MEAN, Shape.of(classes(), numbers), new Initializer.Zeros()));
                weights.add(Weight.notTrained(VARIANCE, Shape.of(classes(), numbers), new Initializer.Ones()));
            }
            var truths = features(Feature.Truth.class).size();
            if (truths > 0) {
                weights.add(logarithms(LOG_TRUE, truths));
                weights.add(logarithms(LOG_FALSE, truths));
            }
            if (values() > 0) {
                weights.add(logarithms(LOG_CATEGORY, values()));
            }
            var words = words();
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
    record NearestNeighbors(int k, boolean ofDistance, DistanceMetric metric, int rows, int outputs, Link link)
            implements SupervisedLayer {
        /** The training samples, {@code [rows, features]}. */
        public static final String ROWS = "rows";
        /** What they have as target: the number of a class, or numbers. */
        public static final String TARGETS = "targets";
        /** How many there are. */
        public static final String COUNT = "count";

        /** Neighbours vote by their distance alone. */
        @Override
        public boolean weighsSamples() {
            return false;
        }

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
                    c, gamma, epsilon, tolerance, exactRows, components, goal.outputs(), SupervisedLayer.link(goal));
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
