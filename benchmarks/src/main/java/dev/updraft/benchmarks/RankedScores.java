package dev.updraft.benchmarks;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Scores in order. */
final class RankedScores {
    private RankedScores() {}

    /** The area under the ROC curve; equal scores count half. */
    static double auc(float[] scores, float[] labels) {
        var order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(i -> i)
                .toArray();
        var positive = 0.0;
        var ranks = 0.0;
        for (int from = 0, to; from < order.length; from = to) {
            to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            for (var i = from; i < to; i++) {
                if (labels[order[i]] > 0.5) {
                    ranks += (from + 1 + to) / 2.0;
                    positive++;
                }
            }
        }
        return (ranks - positive * (positive + 1) / 2) / (positive * (scores.length - positive));
    }
}
