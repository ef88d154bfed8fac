package dev.updraft.training.trees;

import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.objective.ObjectivePass;
import dev.updraft.trees.FeatureSource;
import dev.updraft.trees.GrownTree;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What the trees that did not see a sample say of it: a validation that takes no samples from the training. The sums are added
 * tree by tree, so that they are the same for any number of threads, and after a resume.
 */
final class OutOfBag {
    private final TreeLayer layer;
    private final ObjectivePass pass;
    private final float[][] sums;
    private final int[] trees;

    /** @param pass compares scores of the training samples with their targets, as a validation does */
    OutOfBag(TreeLayer layer, ObjectivePass pass) {
        this.layer = layer;
        this.pass = pass;
        sums = new float[layer.outputs()][pass.samples()];
        trees = new int[pass.samples()];
    }

    /** Of the trees that there are. */
    void fill(Ensemble ensemble, FeatureSource features, TreeSamples samples) {
        for (var ofOutput : sums) {
            Arrays.fill(ofOutput, 0);
        }
        Arrays.fill(trees, 0);
        if (ensemble.trees() == 0) {
            return;
        }
        var seen = IntStream.range(0, ensemble.trees())
                .mapToObj(tree -> seen(Objects.requireNonNull(samples.of(tree))))
                .toList();
        features.forEachBlock((block, from, rows) -> {
            for (var tree = 0; tree < seen.size(); tree++) {
                for (var row = seen.get(tree).nextClearBit(from);
                        row < from + rows;
                        row = seen.get(tree).nextClearBit(row + 1)) {
                    ensemble.addTree(tree, block, row - from, sums, row);
                    trees[row]++;
                }
            }
        });
    }

    private static BitSet seen(byte[] drawn) {
        var seen = new BitSet(drawn.length);
        for (var row = 0; row < drawn.length; row++) {
            seen.set(row, drawn[row] > 0);
        }
        return seen;
    }

    /** Of one more tree. */
    void add(GrownTree grown, byte[] drawn) {
        var values = grown.tree().values();
        for (var row = 0; row < drawn.length; row++) {
            if (drawn[row] == 0) {
                for (var output = 0; output < sums.length; output++) {
                    sums[output][row] += values[grown.leafOf()[row] * sums.length + output];
                }
                trees[row]++;
            }
        }
    }

    /**
     * Compares what the trees say of samples that they did not see with the targets. Samples that all have seen are left out.
     *
     * @return {@code into}
     */
    MetricAccumulator score(MetricAccumulator into) {
        var means = new float[layer.outputs()][];
        Arrays.setAll(means, output -> sums[output].clone());
        for (var mean : means) {
            for (var row = 0; row < mean.length; row++) {
                mean[row] *= trees[row] == 0 ? 0 : 1f / trees[row];
            }
        }
        var scored =
                IntStream.range(0, trees.length).filter(row -> trees[row] > 0).toArray();
        pass.run(scored, means, (_, batch, outputs, loss) -> into.add(batch, outputs, loss));
        return into;
    }
}
