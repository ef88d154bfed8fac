package dev.updraft.metrics;

import static java.util.Comparator.comparingDouble;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * A misclassified sample.
 *
 * @param sample its index in the evaluated data set, from 0
 * @param actual number of its true class
 * @param predicted number of the predicted class
 * @param probability predicted probability of the latter
 */
public record Misclassification(int sample, int actual, int predicted, double probability) {
    private static final int MOST = 24;
    private static final Comparator<Misclassification> BY_CONFIDENCE =
            comparingDouble(Misclassification::probability).reversed().thenComparingInt(Misclassification::sample);

    /**
     * The most confident of all mistakes, the most confident first; none where classes do not exclude each other, or each
     * place of a sample has one.
     */
    static List<Misclassification> worst(PredictionStore predictionStore) {
        var problemType = predictionStore.problemType();
        if (!problemType.exclusive() || problemType.positions() > 1) {
            return List.of();
        }
        var worst = new TreeSet<>(BY_CONFIDENCE);
        for (var i = 0; i < predictionStore.samples(); i++) {
            var guess = predictionStore.guess(i);
            if (!predictionStore.has(i, guess)) {
                worst.add(new Misclassification(i, predictionStore.actual(i), guess, predictionStore.score(i, guess)));
                if (worst.size() > MOST) {
                    worst.removeLast();
                }
            }
        }
        return List.copyOf(worst);
    }
}
