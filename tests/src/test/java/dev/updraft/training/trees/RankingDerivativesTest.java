package dev.updraft.training.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.Loss;
import dev.updraft.data.internal.RankedLists;
import dev.updraft.trees.Workers;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gradient and curvature of LambdaRank. */
class RankingDerivativesTest {
    private static final Loss.LambdaRank USUAL = new Loss.LambdaRank("query", 10, 30);
    private static final float LEAST = 1e-6f;

    private record Found(float[] gradient, float[] curvature) {}

    private static Found compute(byte[] relevance, int[] list, float[] scores, Loss.LambdaRank loss, int threads) {
        try (var workers = new Workers(threads)) {
            var gradient = new float[scores.length];
            var curvature = new float[scores.length];
            new RankingDerivatives(new RankedLists(relevance, list), loss, workers)
                    .compute(scores, gradient, curvature);
            return new Found(gradient, curvature);
        }
    }

    @Test
    void drawTheBetterOfTwoUp() {
        // NDCG would change by w = 1 - 1 / log2(3) = 0.36907, and half of the pair is wrong: 0.5 w and 0.25 w, each
        // times
        // log2(1 + w) / w = 1.22795.
        var found = compute(new byte[] {0, 1}, new int[2], new float[2], USUAL, 1);
        assertThat(found.gradient).containsExactly(new float[] {0.226598f, -0.226598f}, within(2e-6f));
        assertThat(found.curvature).containsExactly(new float[] {0.113299f, 0.113299f}, within(2e-6f));
    }

    /**
     * LightGBM 4.7.0, from the values of leaves with one sample each, for two lambdas: 0.00002 exact, for which its table of
     * the sigmoid accounts. Samples 2 and 3 share a leaf there: their sums are 0.420303 and 0.311228.
     */
    @Test
    void areThoseOfLightgbm() {
        var found = compute(new byte[] {1, 3, 0, 2, 0}, new int[5], new float[] {0.5f, -0.25f, 0.5f, 0, 1}, USUAL, 2);
        var exact = within(2e-5f);
        assertThat(found.gradient[0]).isCloseTo(-0.369877f, exact);
        assertThat(found.gradient[1]).isCloseTo(-0.358778f, exact);
        assertThat(found.gradient[2] + found.gradient[3]).isCloseTo(0.420303f, exact);
        assertThat(found.gradient[4]).isCloseTo(0.308352f, exact);
        assertThat(found.curvature[0]).isCloseTo(0.287949f, exact);
        assertThat(found.curvature[1]).isCloseTo(0.099775f, exact);
        assertThat(found.curvature[2] + found.curvature[3]).isCloseTo(0.311228f, exact);
        assertThat(found.curvature[4]).isCloseTo(0.077697f, exact);
    }

    /** Only pairs with the first of the list, and the best order is that of one place; computed with NumPy by the formula. */
    @Test
    void leaveOutPairsBelowTheTruncation() {
        var found = compute(
                new byte[] {1, 3, 0, 2, 0},
                new int[5],
                new float[] {0.5f, -0.25f, 0.5f, 0, 1},
                new Loss.LambdaRank("query", 10, 1),
                1);
        assertThat(found.gradient)
                .containsExactly(new float[] {-0.060404f, -0.355059f, 0, -0.165779f, 0.581242f}, within(1e-6f));
        assertThat(found.curvature)
                .containsExactly(new float[] {0.022805f, 0.079072f, LEAST, 0.044585f, 0.146462f}, within(1e-6f));
    }

    @Test
    void areNothingWhereThereIsNothingToOrder() {
        var found =
                compute(new byte[] {3, 2, 2, 0, 0}, new int[] {0, 1, 1, 2, 2}, new float[] {1, 2, 3, 4, 4}, USUAL, 1);
        assertThat(found.gradient).containsOnly(0);
        assertThat(found.curvature).containsOnly(LEAST);
    }

    @Test
    void haveTheSameBitsForAnyNumberOfThreads() {
        var random = new Random(1);
        var relevance = new byte[3000];
        var list = new int[relevance.length];
        var scores = new float[relevance.length];
        for (var i = 0; i < list.length; i++) {
            relevance[i] = (byte) random.nextInt(5);
            list[i] = i < 100 ? i : random.nextInt(100);
            scores[i] = random.nextInt(50) / 10f;
        }
        var one = compute(relevance, list, scores, USUAL, 1);
        for (var threads = 2; threads < 5; threads++) {
            var several = compute(relevance, list, scores, USUAL, threads);
            assertThat(several.gradient).isEqualTo(one.gradient);
            assertThat(several.curvature).isEqualTo(one.curvature);
        }
    }
}
