package dev.updraft.compiler.layers;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Trees of questions about the numbers of a sample: {@code [batch, features]} to {@code [batch, outputs]}. They are grown, one a
 * time, and not trained by a gradient.
 *
 * <p>Its weights are arrays of nodes, with room for the largest trees that the settings allow; {@link Op.TreeSum} says how they
 * are laid out.
 *
 * @param outputs {@link #OF_TARGET} until the target is known
 * @param link {@link Link#NONE} of boosted trees
 * @param features what it asks about; none until the input is known
 */
public record TreeLayer(Kind kind, TreeSettings settings, int outputs, Link link, List<TreeFeature> features)
        implements Layer {
    /** As many as the target has. */
    public static final int OF_TARGET = 0;

    public static final String BASE = "base";
    public static final String ROOTS = "roots";
    public static final String NODES = "nodes";
    public static final String LEAVES = "leaves";
    public static final String SETS = "sets";
    public static final String STATISTICS = "statistics";
    public static final String SHARE = "share";

    /** Of each node: what its split gained, the sum of curvatures, and how many samples there were. */
    public static final int STATISTICS_SIZE = 3;

    /** What the trees do together; in lower case, as the language names it. */
    public enum Kind {
        /** Each tree mends what those before it have left; their sum is the output. */
        BOOSTED_TREES,
        /** The mean of trees that see different samples and features. */
        RANDOM_FOREST,
        /** The same, with thresholds drawn at random. */
        EXTRA_TREES,
        /** One tree. */
        DECISION_TREE;

        /** Whether each tree predicts the target alone, and their mean is the output. */
        public boolean isMean() {
            return this != BOOSTED_TREES;
        }
    }

    /** What a mean of trees is, that a loss may compare it. */
    public enum Link {
        /** The mean itself. */
        NONE,
        /** Of the share of a class {@code log(p / (1 - p))}. */
        LOGIT,
        /** Of the shares of classes {@code log p}. */
        LOG
    }

    /**
     * What a target says of the trees that predict it.
     *
     * @param outputs how many there are; {@link #OF_TARGET} if it does not say
     */
    public record Goal(int outputs, Link link) {
        public static final Goal UNKNOWN = new Goal(OF_TARGET, Link.NONE);
    }

    public TreeLayer {
        features = List.copyOf(features);
    }

    /** What is written of it: the rest is told by the input and the target. */
    public static TreeLayer of(Kind kind, TreeSettings settings, int outputs) {
        return new TreeLayer(kind, settings, outputs, Link.NONE, List.of());
    }

    /** A copy for this input and target. */
    public TreeLayer of(List<TreeFeature> known, Goal goal) {
        var width = outputs == OF_TARGET ? goal.outputs() : outputs;
        var ofMean = kind.isMean() ? goal.link() : Link.NONE;
        return new TreeLayer(kind, settings, width, ofMean == Link.LOG && width == 1 ? Link.LOGIT : ofMean, known);
    }

    /** How many trees there are in the end. */
    public long roots() {
        return (long) settings.trees() * treesOfRound();
    }

    /** How many trees an epoch grows. */
    public int treesOfRound() {
        return settings.vectorLeaves() ? 1 : outputs;
    }

    /** How many numbers a leaf has. */
    public int leafSize() {
        return settings.vectorLeaves() ? outputs : 1;
    }

    /** Most nodes of all trees. */
    public long nodes() {
        return roots() * settings.maxNodes();
    }

    /** The integers of the category that has most; 0 if there is none. */
    public int mostCategories() {
        return features.stream().mapToInt(TreeFeature::categories).max().orElse(0);
    }

    /** How many numbers a set takes at most, with the one that says how many follow. */
    private int setSize() {
        return 1 + Math.ceilDiv(mostCategories(), Op.TreeSum.SET_BITS);
    }

    @Override
    public boolean takes(ElementType type) {
        return true;
    }

    @Override
    public List<Weight> weights(List<Shape> inputs) {
        var weights = new ArrayList<Weight>();
        var leaves = roots() * settings.maxLeaves();
        weights.add(Weight.notTrained(BASE, Shape.of(outputs), new Initializer.Zeros()));
        weights.add(Weight.grown(ROOTS, new Initializer.Constant(-1), roots()));
        weights.add(Weight.grown(NODES, new Initializer.Zeros(), nodes(), Op.TreeSum.NODE_SIZE));
        weights.add(Weight.grown(LEAVES, new Initializer.Zeros(), leaves, leafSize()));
        if (mostCategories() > 0) {
            weights.add(Weight.grown(SETS, new Initializer.Zeros(), (leaves - roots()) * setSize()));
        }
        weights.add(Weight.grown(STATISTICS, new Initializer.Zeros(), nodes(), STATISTICS_SIZE));
        if (kind.isMean()) {
            weights.add(Weight.notTrained(SHARE, Shape.of(1), new Initializer.Ones()));
        }
        return weights;
    }
}
