package dev.updraft.training.trees;

import dev.updraft.training.objective.ObjectivePass;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds, for all leaves of a tree at once, the number that makes the loss of a leaf's samples smallest when it is added to their
 * scores: where the sum of their gradients changes its sign. Of an absolute error this is the median of what is left, of a quantile
 * loss that quantile.
 */
final class LeafSearch {
    /** Doubling the distance so often leaves the range of what a standardised target can need. */
    private static final int WIDENINGS = 24;

    private static final int HALVINGS = 22;

    private final ObjectivePass pass;
    private final int gradientPlace;

    /** @param gradientPlace of the gradient among the results of the pass */
    LeafSearch(ObjectivePass pass, int gradientPlace) {
        this.pass = pass;
        this.gradientPlace = gradientPlace;
    }

    /**
     * The best numbers.
     *
     * @param scores by output, then sample; as before when this returns
     * @param output the one that is added to
     * @param leafOf of each sample; null where all are in leaf 0
     * @param leaves how many there are
     */
    double[] best(float[][] scores, int output, int @Nullable [] leafOf, int leaves) {
        var start = slopes(scores, output, leafOf, new double[leaves]);
        var near = new double[leaves];
        var far = new double[leaves];
        Arrays.setAll(far, leaf -> -Math.signum(start[leaf]));
        var isFound = new boolean[leaves];
        for (var i = 0; i < WIDENINGS && !all(isFound); i++) {
            var slopes = slopes(scores, output, leafOf, far);
            for (var leaf = 0; leaf < leaves; leaf++) {
                if (!isFound[leaf]) {
                    isFound[leaf] = start[leaf] == 0 || slopes[leaf] * start[leaf] <= 0;
                    if (!isFound[leaf]) {
                        near[leaf] = far[leaf];
                        far[leaf] *= 2;
                    }
                }
            }
        }
        var middle = new double[leaves];
        for (var i = 0; i < HALVINGS; i++) {
            Arrays.setAll(middle, leaf -> (near[leaf] + far[leaf]) / 2);
            var slopes = slopes(scores, output, leafOf, middle);
            for (var leaf = 0; leaf < leaves; leaf++) {
                (slopes[leaf] * start[leaf] > 0 ? near : far)[leaf] = middle[leaf];
            }
        }
        Arrays.setAll(middle, leaf -> start[leaf] == 0 ? 0 : (near[leaf] + far[leaf]) / 2);
        return middle;
    }

    private static boolean all(boolean[] values) {
        for (var value : values) {
            if (!value) {
                return false;
            }
        }
        return true;
    }

    /** The sums of the gradients where a number is added for each leaf, in the order of the samples. */
    private double[] slopes(float[][] scores, int output, int @Nullable [] leafOf, double[] added) {
        var moved = scores.clone();
        moved[output] = scores[output].clone();
        for (var i = 0; i < moved[output].length; i++) {
            moved[output][i] += (float) added[leafOf == null ? 0 : leafOf[i]];
        }
        var sums = new double[added.length];
        pass.run(moved, (from, batch, outputs, _) -> {
            var gradient = outputs.values().get(gradientPlace);
            for (var i = 0; i < batch.size(); i++) {
                sums[leafOf == null ? 0 : leafOf[from + i]] +=
                        gradient.getAtIndex(JAVA_FLOAT, (long) i * scores.length + output);
            }
        });
        return sums;
    }
}
