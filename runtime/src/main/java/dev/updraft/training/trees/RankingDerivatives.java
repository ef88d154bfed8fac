package dev.updraft.training.trees;

import dev.updraft.compiler.layers.Loss;
import dev.updraft.data.internal.RankedLists;
import dev.updraft.trees.Workers;

/**
 * Gradient and curvature of a loss that puts lists in order: LambdaRank (Burges, MSR-TR-2010-82). Of each pair of a list the better
 * sample is drawn up, and the other down, by how much NDCG would change if they swapped places. Sums are float64 in an order that
 * the scores alone give, list by list, so that the bits are the same for any number of threads.
 *
 * <p>As in LightGBM with {@code lambdarank_norm}, a pair counts the less the farther apart its scores are, and the gradients of a
 * list grow with the logarithm of their sum, so that long lists do not outweigh the others.
 */
final class RankingDerivatives {
    private static final double LEAST_DISTANCE = 0.01;

    private final RankedLists lists;
    private final Loss.LambdaRank ranking;
    private final Workers workers;

    RankingDerivatives(RankedLists lists, Loss.LambdaRank ranking, Workers workers) {
        this.lists = lists;
        this.ranking = ranking;
        this.workers = workers;
    }

    /**
     * Computes both.
     *
     * @param scores finite, of all samples
     * @param gradient filled, of each sample
     * @param curvature filled, of each sample
     */
    void compute(float[] scores, float[] gradient, float[] curvature) {
        workers.run(lists.lists(), (list, _) -> compute(list, scores, gradient, curvature));
    }

    /** What is reported: 1 less the mean NDCG of the lists. */
    double loss(float[] scores) {
        return lists.loss(scores, ranking.k());
    }

    private void compute(int list, float[] scores, float[] gradient, float[] curvature) {
        var ordered = lists.ordered(list, scores);
        var slopes = new double[ordered.length];
        var bends = new double[ordered.length];
        var best = lists.best(list, ranking.truncation());
        var sum = best == 0 ? 0 : addPairs(ordered, scores, 1 / best, slopes, bends);
        var norm = sum > 0 ? Math.log1p(sum) / Math.log(2) / sum : 1;
        for (var place = 0; place < ordered.length; place++) {
            gradient[ordered[place]] = (float) (slopes[place] * norm);
            curvature[ordered[place]] = Math.max((float) (bends[place] * norm), Derivatives.LEAST_CURVATURE);
        }
    }

    /** @return the sum of the sizes of what has been added to slopes */
    private double addPairs(int[] ordered, float[] scores, double share, double[] slopes, double[] bends) {
        var spread = scores[ordered[0]] != scores[ordered[ordered.length - 1]];
        var sum = 0.0;
        for (var upper = 0; upper < Math.min(ordered.length - 1, ranking.truncation()); upper++) {
            for (var lower = upper + 1; lower < ordered.length; lower++) {
                var more = lists.gain(ordered[upper]) - lists.gain(ordered[lower]);
                if (more == 0) {
                    continue;
                }
                var better = more > 0 ? upper : lower;
                var worse = more > 0 ? lower : upper;
                var distance = (double) scores[ordered[better]] - scores[ordered[worse]];
                var change = Math.abs(more) * (RankedLists.discount(upper) - RankedLists.discount(lower)) * share;
                if (spread) {
                    change /= LEAST_DISTANCE + Math.abs(distance);
                }
                var wrong = 1 / (1 + Math.exp(distance));
                slopes[better] -= wrong * change;
                slopes[worse] += wrong * change;
                bends[better] += wrong * (1 - wrong) * change;
                bends[worse] += wrong * (1 - wrong) * change;
                sum += 2 * wrong * change;
            }
        }
        return sum;
    }
}
