package dev.updraft.metrics;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Sums over predicted probabilities, in float64. The logarithm takes
 * probabilities clipped to [2^-23, 1 - 2^-23], as in scikit-learn for float32, and divided by their sum, as before its version
 * 1.5; since then it only warns where they do not add up to 1. Of several labels per sample each is a case of
 * two classes by itself.
 */
final class ProbabilitySums {
    private static final double EPSILON = 0x1p-23;

    private double cases;
    private double logarithms;
    private double squares;

    /** A sample of class {@code target}, with a probability for each of {@code count} classes from {@code row} on. */
    void add(MemorySegment predictions, long row, int count, int target, double weight) {
        cases += weight;
        var sum = 0.0;
        var square = 0.0;
        for (var i = 0; i < count; i++) {
            var probability = (double) predictions.getAtIndex(JAVA_FLOAT, row + i);
            var error = probability - (i == target ? 1 : 0);
            sum += clipped(probability);
            square = count == 2 ? error * error : square + error * error;
        }
        squares += weight * square;
        logarithms -= weight * Math.log(clipped(predictions.getAtIndex(JAVA_FLOAT, row + target)) / sum);
    }

    /** A case of two classes with the probability of the second. */
    void add(double probability, boolean second, double weight) {
        cases += weight;
        var error = probability - (second ? 1 : 0);
        squares += weight * (error * error);
        var inside = clipped(probability);
        logarithms -= weight * Math.log(second ? inside : 1 - inside);
    }

    void reset() {
        cases = 0;
        logarithms = 0;
        squares = 0;
    }

    double logLoss() {
        return cases == 0 ? 0 : logarithms / cases;
    }

    /** Of two classes the squared error of the second; of more their sum, from 0 to 2 (Brier, 1950). */
    double brier() {
        return cases == 0 ? 0 : squares / cases;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(cases);
        StoredArrays.write(out, new double[] {logarithms, squares});
    }

    void read(DataInput in) throws IOException {
        cases = in.readDouble();
        var sums = new double[2];
        StoredArrays.read(in, sums);
        logarithms = sums[0];
        squares = sums[1];
    }

    private static double clipped(double probability) {
        return Math.clamp(probability, EPSILON, 1 - EPSILON);
    }
}
