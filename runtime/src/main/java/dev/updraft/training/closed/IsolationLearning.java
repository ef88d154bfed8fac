package dev.updraft.training.closed;

import dev.updraft.compiler.layers.ClosedLayer.IsolationForest;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.ops.Op.TreeSum;
import dev.updraft.training.TrainingException;
import dev.updraft.trees.Workers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Trees of random questions, each of a few samples drawn at random: Liu, Ting and Zhou, "Isolation forest", 2008. */
final class IsolationLearning {
    private static final int STREAM = 0x69736F66; // "isof"
    private static final double EULER = 0.5772156649015329;

    private final IsolationForest layer;
    private final LearningRows rows;
    private final long seed;
    /** How many samples a tree is made of. */
    private final int samples;
    /** No sample needs longer to be told from others, as a rule. */
    private final int deepest;

    IsolationLearning(IsolationForest layer, LearningRows rows, long seed) {
        this.layer = layer;
        this.rows = rows;
        this.seed = seed;
        samples = Math.min(layer.samples(), rows.rows());
        deepest = (int) Math.ceil(Math.log(Math.max(samples, 2)) / Math.log(2));
    }

    /** Nodes as {@link TreeSum} has them, and leaves, both numbered within the tree. */
    private record Grown(float[] nodes, float[] leaves) {}

    /**
     * Learns the weights, by their names.
     *
     * @param notices hears how it went
     * @throws TrainingException if there is a single sample
     */
    Map<String, float[]> learn(Workers workers, Consumer<String> notices) {
        if (samples < 2) {
            throw new TrainingException(
                    "isolation_forest tells samples from others, but the training data has only one: take more data");
        }
        var grown = new Grown[layer.trees()];
        workers.run(layer.trees(), (tree, _) -> grown[tree] = new Growing(tree).grow());
        var roots = new float[layer.trees()];
        var nodes = new float
                [Arrays.stream(grown).mapToInt(tree -> tree.nodes.length).sum()];
        var leaves = new float
                [Arrays.stream(grown).mapToInt(tree -> tree.leaves.length).sum()];
        var node = 0;
        var leaf = 0;
        for (var tree = 0; tree < roots.length; tree++) {
            var own = grown[tree];
            roots[tree] = node;
            for (var i = 0; i < own.nodes.length; i += TreeSum.NODE_SIZE) {
                var at = node * TreeSum.NODE_SIZE + i;
                System.arraycopy(own.nodes, i, nodes, at, TreeSum.NODE_SIZE);
                nodes[at + 2] += nodes[at] < 0 ? leaf : node;
            }
            System.arraycopy(own.leaves, 0, leaves, leaf, own.leaves.length);
            node += own.nodes.length / TreeSum.NODE_SIZE;
            leaf += own.leaves.length;
        }
        var scale = -1 / (layer.trees() * path(samples));
        var scores = scores(roots, nodes, leaves, scale, workers);
        var threshold = threshold(scores);
        notices.accept(String.format(
                Locale.ROOT,
                "isolation_forest: %d trees of %d samples each; scores from %.3f to %.3f%s",
                layer.trees(),
                samples,
                scores[0],
                scores[scores.length - 1],
                layer.decides() ? String.format(Locale.ROOT, ", anomalies above %.4f", threshold) : ""));
        return Map.of(
                TreeLayer.BASE,
                new float[1],
                TreeLayer.ROOTS,
                roots,
                TreeLayer.NODES,
                nodes,
                TreeLayer.LEAVES,
                leaves,
                IsolationForest.SCALE,
                new float[] {(float) scale},
                IsolationForest.THRESHOLD,
                new float[] {(float) threshold});
    }

    /** Mean path of an unsuccessful search in a binary search tree of so many: what a question-tree of them would still ask. */
    static double path(int count) {
        if (count < 2) {
            return 0;
        }
        return count == 2 ? 1 : 2 * (Math.log(count - 1.0) + EULER) - 2 * (count - 1.0) / count;
    }

    /** Of all samples, ascending. */
    private double[] scores(float[] roots, float[] nodes, float[] leaves, double scale, Workers workers) {
        var scores = new double[rows.rows()];
        workers.run(rows.blocks().length, (block, _) -> {
            var numbers = rows.blocks()[block];
            for (var row = 0; row < rows.rowsOf(block); row++) {
                var sum = 0.0;
                for (var root : roots) {
                    var node = (int) root;
                    while (nodes[node * TreeSum.NODE_SIZE] >= 0) {
                        var at = node * TreeSum.NODE_SIZE;
                        var x = numbers[row * rows.features() + (int) nodes[at]];
                        node = (int) nodes[at + 2] + (x <= nodes[at + 1] ? 0 : 1);
                    }
                    sum += leaves[(int) nodes[node * TreeSum.NODE_SIZE + 2]];
                }
                scores[block * LearningRows.BLOCK + row] = Math.pow(2, sum * scale);
            }
        });
        Arrays.sort(scores);
        return scores;
    }

    /** Between the scores of the samples that are taken for anomalies and of the others. */
    private double threshold(double[] scores) {
        if (!layer.decides()) {
            return 1;
        }
        var first = scores.length - (int) Math.round(layer.contamination() * scores.length);
        return first == scores.length ? scores[first - 1] : first == 0 ? 0 : (scores[first - 1] + scores[first]) / 2;
    }

    /** One tree. */
    private final class Growing {
        private final Draws draws;
        private final int[] chosen;
        private final float[] nodes = new float[(2 * samples - 1) * TreeSum.NODE_SIZE];
        private final float[] leaves = new float[samples];
        private int nodeCount;
        private int leafCount;

        Growing(int tree) {
            draws = new Draws(seed, STREAM, tree);
            chosen = draws.some(samples, rows.rows());
        }

        Grown grow() {
            nodeCount = 1;
            grow(0, 0, samples, 0);
            return new Grown(Arrays.copyOf(nodes, nodeCount * TreeSum.NODE_SIZE), Arrays.copyOf(leaves, leafCount));
        }

        /** A node of the chosen from one place to before another. */
        private void grow(int node, int from, int to, int depth) {
            var at = node * TreeSum.NODE_SIZE;
            var feature = depth == deepest || to - from < 2 ? -1 : varying(from, to);
            if (feature < 0) {
                leaves[leafCount] = (float) (depth + path(to - from));
                nodes[at] = -1;
                nodes[at + 2] = leafCount++;
                return;
            }
            var least = Float.POSITIVE_INFINITY;
            var most = Float.NEGATIVE_INFINITY;
            for (var i = from; i < to; i++) {
                least = Math.min(least, rows.value(chosen[i], feature));
                most = Math.max(most, rows.value(chosen[i], feature));
            }
            var threshold = (float) (least + draws.next() * ((double) most - least));
            threshold = threshold < most ? threshold : least;
            var middle = from;
            for (var i = from; i < to; i++) {
                if (rows.value(chosen[i], feature) <= threshold) {
                    var row = chosen[i];
                    chosen[i] = chosen[middle];
                    chosen[middle++] = row;
                }
            }
            var next = nodeCount;
            nodeCount += 2;
            nodes[at] = feature;
            nodes[at + 1] = threshold;
            nodes[at + 2] = next;
            grow(next, from, middle, depth + 1);
            grow(next + 1, middle, to, depth + 1);
        }

        /** A feature that is not the same for all of them, drawn at random; -1 if there is none. */
        private int varying(int from, int to) {
            var features = new int[rows.features()];
            Arrays.setAll(features, i -> i);
            for (var left = features.length; left > 0; left--) {
                var place = draws.below(left);
                var feature = features[place];
                var first = rows.value(chosen[from], feature);
                for (var i = from + 1; i < to; i++) {
                    if (rows.value(chosen[i], feature) != first) {
                        return feature;
                    }
                }
                features[place] = features[left - 1];
            }
            return -1;
        }
    }
}
