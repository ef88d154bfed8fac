package dev.updraft.metrics;

import static java.util.Comparator.comparingDouble;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * A sample taken for another class.
 *
 * @param sample its number in the data set that was evaluated, from 0
 * @param actual number of its class
 * @param predicted number of the class it was taken for
 * @param probability that the model gave to the latter
 */
public record Mistake(int sample, int actual, int predicted, double probability) {
    private static final int MOST = 24;
    private static final Comparator<Mistake> BY_CONFIDENCE =
            comparingDouble(Mistake::probability).reversed().thenComparingInt(Mistake::sample);

    /** The most confident of all mistakes, the most confident first; none where classes do not exclude each other. */
    static List<Mistake> worst(Scores scores) {
        if (!scores.task().exclusive()) {
            return List.of();
        }
        var worst = new TreeSet<>(BY_CONFIDENCE);
        for (var i = 0; i < scores.samples(); i++) {
            var guess = scores.guess(i);
            if (!scores.has(i, guess)) {
                worst.add(new Mistake(i, scores.actual(i), guess, scores.score(i, guess)));
                if (worst.size() > MOST) {
                    worst.removeLast();
                }
            }
        }
        return List.copyOf(worst);
    }
}
