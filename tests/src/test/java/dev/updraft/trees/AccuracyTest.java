package dev.updraft.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Boosting with quantised gradients against boosting with gradients as they are, summed up in double precision. */
class AccuracyTest {
    private static final int ROWS = 6000;
    private static final int WIDTH = 5;
    private static final int TREES = 60;
    private static final int DEPTH = 4;
    private static final float RATE = 0.1f;

    private final float[] values = new float[2 * ROWS * WIDTH];
    private final float[] labels = new float[2 * ROWS];

    AccuracyTest() {
        var random = new Random(1);
        for (var row = 0; row < 2 * ROWS; row++) {
            for (var f = 0; f < WIDTH; f++) {
                values[row * WIDTH + f] = random.nextInt(8) == 0 ? Float.NaN : random.nextInt(60) / 10f - 3;
            }
            var x = values[row * WIDTH];
            var z = values[row * WIDTH + 1];
            var margin = (Float.isNaN(x) ? 0.5 : x) * (z > 0 ? 1 : -0.7) + Math.sin(2 * values[row * WIDTH + 2]);
            labels[row] = margin + random.nextGaussian() > 0 ? 1 : 0;
        }
    }

    @Test
    void quantisedGradientsAreAsGoodAsExactOnes() {
        var quantised = boost(true);
        var exact = boost(false);
        assertThat(auc(exact)).isGreaterThan(0.8);
        assertThat(auc(quantised)).isCloseTo(auc(exact), within(0.002));
        assertThat(loss(quantised)).isCloseTo(loss(exact), within(0.003));
    }

    /** Scores of all rows after growing trees on the first half of them. */
    private float[] boost(boolean quantised) {
        var scores = new float[labels.length];
        var gradient = new float[ROWS];
        var curvature = new float[ROWS];
        try (var workers = new Workers(1)) {
            var features = IntStream.range(0, WIDTH)
                    .mapToObj(f -> Feature.numeric("x" + f))
                    .toList();
            var source = FeatureSource.of(Arrays.copyOf(values, ROWS * WIDTH), WIDTH);
            var data = BinnedFeatures.of(source, features, 255, workers);
            var grower = new TreeGrower(data, TreeSettings.DEFAULT.withSize(0, DEPTH), workers);
            for (var i = 0; i < TREES; i++) {
                for (var row = 0; row < ROWS; row++) {
                    var p = 1 / (1 + Math.exp(-scores[row]));
                    gradient[row] = (float) (p - labels[row]);
                    curvature[row] = (float) (p * (1 - p));
                }
                if (quantised) {
                    var tree = grower.grow(new float[][] {gradient}, new float[][] {curvature}, null, 1, i)
                            .tree();
                    for (var row = 0; row < scores.length; row++) {
                        scores[row] += RATE * tree.values()[tree.leafOf(values, row * WIDTH)];
                    }
                } else {
                    var all = IntStream.range(0, scores.length).toArray();
                    split(data, gradient, curvature, all, DEPTH, scores);
                }
            }
        }
        return scores;
    }

    /** Splits rows, of which the first half have gradients, by the best threshold, and adds values to scores. */
    private void split(
            BinnedFeatures data, float[] gradient, float[] curvature, int[] rows, int depth, float[] scores) {
        var known = Arrays.stream(rows).filter(row -> row < ROWS).toArray();
        var total = sums(gradient, curvature, known);
        var best = 1e-9;
        var bestFeature = -1;
        var bestThreshold = 0f;
        var bestMissingLeft = false;
        for (var f = 0; f < WIDTH && depth > 0; f++) {
            var bins = data.bins(f);
            var g = new double[bins.count()];
            var h = new double[bins.count()];
            for (var row : known) {
                g[data.bin(f, row)] += gradient[row];
                h[data.bin(f, row)] += curvature[row];
            }
            for (var missing = 0; missing < 2; missing++) {
                var left = new double[] {missing * g[0], missing * h[0]};
                for (var bin = 1; bin < bins.count(); bin++) {
                    left[0] += g[bin];
                    left[1] += h[bin];
                    var right = new double[] {total[0] - left[0], total[1] - left[1]};
                    var gain = score(left) + score(right) - score(total);
                    if (left[1] >= 1 && right[1] >= 1 && gain > best) {
                        best = gain;
                        bestFeature = f;
                        bestThreshold = bins.above(bin);
                        bestMissingLeft = missing == 1;
                    }
                }
            }
        }
        if (bestFeature < 0) {
            for (var row : rows) {
                scores[row] -= (float) (RATE * total[0] / (total[1] + 1));
            }
            return;
        }
        for (var side = 0; side < 2; side++) {
            var left = side == 0;
            var feature = bestFeature;
            var threshold = bestThreshold;
            var missingLeft = bestMissingLeft;
            var part = Arrays.stream(rows)
                    .filter(row -> {
                        var x = values[row * WIDTH + feature];
                        return left == (Float.isNaN(x) ? missingLeft : x <= threshold);
                    })
                    .toArray();
            split(data, gradient, curvature, part, depth - 1, scores);
        }
    }

    private static double[] sums(float[] gradient, float[] curvature, int[] rows) {
        var sums = new double[2];
        for (var row : rows) {
            sums[0] += gradient[row];
            sums[1] += curvature[row];
        }
        return sums;
    }

    private static double score(double[] sums) {
        return sums[0] * sums[0] / (sums[1] + 1);
    }

    private double loss(float[] scores) {
        return IntStream.range(ROWS, 2 * ROWS)
                .mapToDouble(row -> Math.log1p(Math.exp(labels[row] > 0 ? -scores[row] : scores[row])))
                .average()
                .orElseThrow();
    }

    private double auc(float[] scores) {
        var order = IntStream.range(ROWS, 2 * ROWS)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .toList();
        var positive = 0.0;
        var ranks = 0.0;
        for (var i = 0; i < ROWS; i++) {
            if (labels[order.get(i)] > 0) {
                positive++;
                ranks += i + 1;
            }
        }
        return (ranks - positive * (positive + 1) / 2) / (positive * (ROWS - positive));
    }
}
