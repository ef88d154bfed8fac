package dev.updraft.metrics;

import dev.updraft.compiler.layers.Metric;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * Samples in the order of their scores, the highest first. Equal scores are one threshold: all of them are taken for
 * positive or none, as in scikit-learn.
 */
final class ThresholdCurve {
    /** The weight of all samples with a score of at least that threshold, and of those of them that are positive. */
    private final double[] taken;

    private final double[] found;
    private final int thresholds;
    private final int samples;
    private final int positiveSamples;

    /**
     * @param keys of each sample, a score in the upper half, so that it sorts as a number does, and in the lower half which it is
     */
    private ThresholdCurve(long[] keys, IntPredicate positive, IntToDoubleFunction weight) {
        Arrays.sort(keys);
        taken = new double[keys.length];
        found = new double[keys.length];
        var last = -1;
        var all = 0.0;
        var positives = 0.0;
        var count = 0;
        for (var i = keys.length - 1; i >= 0; i--) {
            if (i == keys.length - 1 || keys[i] >> 32 != keys[i + 1] >> 32) {
                last++;
            }
            var sample = (int) keys[i];
            all += weight.applyAsDouble(sample);
            if (positive.test(sample)) {
                positives += weight.applyAsDouble(sample);
                count++;
            }
            taken[last] = all;
            found[last] = positives;
        }
        thresholds = last + 1;
        samples = keys.length;
        positiveSamples = count;
    }

    /** A class against all others. */
    static ThresholdCurve of(PredictionStore predictionStore, int index) {
        return of(
                predictionStore.samples(),
                i -> predictionStore.score(i, index),
                i -> predictionStore.has(i, index),
                predictionStore::weight);
    }

    /** Every score of every sample, whatever the class. */
    static ThresholdCurve ofAll(PredictionStore predictionStore) {
        var classes = predictionStore.problemType().classes();
        return of(
                Math.multiplyExact(predictionStore.samples(), classes),
                i -> predictionStore.score(i / classes, i % classes),
                i -> predictionStore.has(i / classes, i % classes),
                i -> predictionStore.weight(i / classes));
    }

    private static ThresholdCurve of(int count, Score score, IntPredicate positive, IntToDoubleFunction weight) {
        var keys = new long[count];
        for (var i = 0; i < count; i++) {
            // Adding 0 makes -0 and 0 equal.
            var bits = Float.floatToIntBits(score.at(i) + 0f);
            var ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
            keys[i] = ((long) ordered << 32) | i;
        }
        return new ThresholdCurve(keys, positive, weight);
    }

    private interface Score {
        float at(int index);
    }

    /** How many samples are positive. */
    int positiveSamples() {
        return positiveSamples;
    }

    /** How many samples are not. */
    int negativeSamples() {
        return samples - positiveSamples;
    }

    /** Whether there are positives and negatives of any weight: else there is nothing to draw. */
    boolean isDefined() {
        return positives() > 0 && negatives() > 0;
    }

    /** The weight of the positives. */
    double positives() {
        return thresholds == 0 ? 0 : found[thresholds - 1];
    }

    private double negatives() {
        return thresholds == 0 ? 0 : taken[thresholds - 1] - positives();
    }

    /** Area below the straight lines that join the points of the curve; NaN without positives or without negatives. */
    double rocAuc() {
        // Twice the area in units of one positive by one negative, so that the sum is exact where all weights are 1.
        var area = 0.0;
        var previous = 0.0;
        var previousTaken = 0.0;
        for (var i = 0; i < thresholds; i++) {
            var negatives = (taken[i] - previousTaken) - (found[i] - previous);
            area += negatives * (found[i] + previous);
            previous = found[i];
            previousTaken = taken[i];
        }
        return area / (2.0 * positives() * negatives());
    }

    /** Mean over the positives of the precision at their threshold; 0 without positives. */
    double averagePrecision() {
        var sum = 0.0;
        var previous = 0.0;
        for (var i = 0; i < thresholds; i++) {
            sum += taken[i] == 0 ? 0 : (found[i] - previous) * found[i] / taken[i];
            previous = found[i];
        }
        return positives() == 0 ? 0 : sum / positives();
    }

    /**
     * The largest value of one rate at a threshold at which the other is at least {@code least}; NaN where there are no positives, or
     * for specificity no negatives. 0 where the precision is nowhere that large.
     */
    double rateAt(Metric.Rates rates, double least) {
        var positives = positives();
        var negatives = negatives();
        var ofNegatives =
                rates == Metric.Rates.SENSITIVITY_AT_SPECIFICITY || rates == Metric.Rates.SPECIFICITY_AT_SENSITIVITY;
        if (positives == 0 || (ofNegatives && negatives == 0)) {
            return Double.NaN;
        }
        // Where nothing is taken for positive, nothing is found and nothing mistaken.
        var largest = rates == Metric.Rates.SPECIFICITY_AT_SENSITIVITY && least <= 0 ? 1.0 : 0.0;
        for (var i = 0; i < thresholds; i++) {
            var recall = found[i] / positives;
            var precision = taken[i] == 0 ? 0 : found[i] / taken[i];
            var specificity = ofNegatives ? (negatives - (taken[i] - found[i])) / negatives : 0;
            largest = Math.max(
                    largest,
                    switch (rates) {
                        case PRECISION_AT_RECALL -> recall >= least ? precision : 0;
                        case RECALL_AT_PRECISION -> precision >= least ? recall : 0;
                        case SENSITIVITY_AT_SPECIFICITY -> specificity >= least ? recall : 0;
                        case SPECIFICITY_AT_SENSITIVITY -> recall >= least ? specificity : 0;
                    });
        }
        return largest;
    }

    /** The curve as {@link ClassCurves#roc} has it; there must be positives and negatives. */
    CurvePoints roc() {
        var line = CurvePoints.straight(0, 0);
        for (var i = 0; i < thresholds; i++) {
            line.add((taken[i] - found[i]) / negatives(), found[i] / positives());
        }
        return line;
    }

    /** The curve as {@link ClassCurves#precisionRecall} has it; there must be positives. */
    CurvePoints precisionRecall() {
        var line = CurvePoints.steps(0, 1);
        var previous = 0.0;
        for (var i = 0; i < thresholds; i++) {
            if (found[i] > previous) {
                line.add(found[i] / positives(), found[i] / taken[i]);
                previous = found[i];
            }
        }
        return line;
    }
}
