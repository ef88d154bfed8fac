package dev.updraft.metrics;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Samples in the order of their scores, the highest first. Equal scores are one threshold: all of them are taken for
 * positive or none, as in scikit-learn.
 */
final class ThresholdCurve {
    /** How many samples have a score of at least that threshold, and how many of these are positive. */
    private final int[] taken;

    private final int[] found;
    private final int thresholds;

    private ThresholdCurve(long[] keys) {
        Arrays.sort(keys);
        taken = new int[keys.length];
        found = new int[keys.length];
        var last = -1;
        var positives = 0;
        for (var i = keys.length - 1; i >= 0; i--) {
            if (i == keys.length - 1 || keys[i] >> 1 != keys[i + 1] >> 1) {
                last++;
            }
            positives += (int) (keys[i] & 1);
            taken[last] = keys.length - i;
            found[last] = positives;
        }
        thresholds = last + 1;
    }

    /** A class against all others. */
    static ThresholdCurve of(PredictionStore predictionStore, int index) {
        return of(predictionStore.samples(), i -> predictionStore.score(i, index), i -> predictionStore.has(i, index));
    }

    /** Every score of every sample, whatever the class. */
    static ThresholdCurve ofAll(PredictionStore predictionStore) {
        var classes = predictionStore.problemType().classes();
        return of(
                Math.multiplyExact(predictionStore.samples(), classes),
                i -> predictionStore.score(i / classes, i % classes),
                i -> predictionStore.has(i / classes, i % classes));
    }

    private static ThresholdCurve of(int count, Score score, IntPredicate positive) {
        var keys = new long[count];
        for (var i = 0; i < count; i++) {
            // Adding 0 makes -0 and 0 equal.
            var bits = Float.floatToIntBits(score.at(i) + 0f);
            var ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
            keys[i] = ((long) ordered << 1) | (positive.test(i) ? 1 : 0);
        }
        return new ThresholdCurve(keys);
    }

    private interface Score {
        float at(int index);
    }

    int positives() {
        return thresholds == 0 ? 0 : found[thresholds - 1];
    }

    int negatives() {
        return thresholds == 0 ? 0 : taken[thresholds - 1] - positives();
    }

    /** Area below the straight lines that join the points of the curve; NaN without positives or without negatives. */
    double rocAuc() {
        // Twice the area in units of one positive by one negative, so that the sum is exact.
        var area = 0L;
        var previous = 0;
        var previousTaken = 0;
        for (var i = 0; i < thresholds; i++) {
            var negatives = (taken[i] - previousTaken) - (found[i] - previous);
            area += (long) negatives * ((long) found[i] + previous);
            previous = found[i];
            previousTaken = taken[i];
        }
        return area / (2.0 * positives() * negatives());
    }

    /** Mean over the positives of the precision at their threshold; 0 without positives. */
    double averagePrecision() {
        var sum = 0.0;
        var previous = 0;
        for (var i = 0; i < thresholds; i++) {
            sum += (double) (found[i] - previous) * found[i] / taken[i];
            previous = found[i];
        }
        return positives() == 0 ? 0 : sum / positives();
    }

    /** The curve as {@link ClassCurves#roc} has it; there must be positives and negatives. */
    CurvePoints roc() {
        var line = CurvePoints.straight(0, 0);
        for (var i = 0; i < thresholds; i++) {
            line.add((double) (taken[i] - found[i]) / negatives(), (double) found[i] / positives());
        }
        return line;
    }

    /** The curve as {@link ClassCurves#precisionRecall} has it; there must be positives. */
    CurvePoints precisionRecall() {
        var line = CurvePoints.steps(0, 1);
        var previous = 0;
        for (var i = 0; i < thresholds; i++) {
            if (found[i] > previous) {
                line.add((double) found[i] / positives(), (double) found[i] / taken[i]);
                previous = found[i];
            }
        }
        return line;
    }
}
