package dev.updraft.training.gradient;

import dev.updraft.compiler.layers.DecisionThreshold.Measure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the probability from which on a sample is best taken for the second of two classes. Candidates lie in the middle
 * between the probabilities that occur; of equally good ones the nearest to one half is taken.
 */
final class ThresholdSearch {
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(float probability, boolean isSecond, double weight) {}

    /**
     * A threshold.
     *
     * @param threshold above 0 and below 1; NaN if there is none, as only one class occurs or a probability is NaN
     * @param value of the measure with it
     */
    record Found(double threshold, double value) {}

    void add(float probability, boolean isSecond, double weight) {
        samples.add(new Sample(probability, isSecond, weight));
    }

    Found best(Measure measure) {
        samples.sort(Comparator.comparingDouble(Sample::probability).reversed());
        var seconds = weight(true);
        var firsts = weight(false);
        var found = new Found(Double.NaN, Double.NEGATIVE_INFINITY);
        if (!(seconds > 0 && firsts > 0) || samples.stream().anyMatch(sample -> Float.isNaN(sample.probability))) {
            return found;
        }
        var right = 0.0;
        var wrong = 0.0;
        var above = 1.0;
        for (var next = 0; next <= samples.size(); next++) {
            var below = next < samples.size() ? samples.get(next).probability : 0.0;
            if (below < above) {
                found = better(found, new Found((above + below) / 2, value(measure, right, wrong, seconds, firsts)));
            }
            if (next < samples.size()) {
                var sample = samples.get(next);
                right += sample.isSecond ? sample.weight : 0;
                wrong += sample.isSecond ? 0 : sample.weight;
                above = below;
            }
        }
        return found;
    }

    private double weight(boolean ofSecond) {
        return samples.stream()
                .filter(sample -> sample.isSecond == ofSecond)
                .mapToDouble(Sample::weight)
                .sum();
    }

    private static Found better(Found one, Found other) {
        if (other.value > one.value) {
            return other;
        }
        var isNearer = Math.abs(other.threshold - 0.5) < Math.abs(one.threshold - 0.5);
        return other.value == one.value && isNearer ? other : one;
    }

    /**
     * How good a threshold is.
     *
     * @param right samples of the second class that are taken for it, by weight
     * @param wrong samples of the first class that are taken for the second
     * @param seconds all samples of the second class
     * @param firsts all samples of the first class
     */
    private static double value(Measure measure, double right, double wrong, double seconds, double firsts) {
        var sensitivity = right / seconds;
        var specificity = 1 - wrong / firsts;
        return switch (measure) {
            case ACCURACY -> (right + firsts - wrong) / (seconds + firsts);
            case BALANCED_ACCURACY -> (sensitivity + specificity) / 2;
            case F1 -> 2 * right / (right + wrong + seconds);
            case YOUDEN -> sensitivity + specificity - 1;
        };
    }
}
