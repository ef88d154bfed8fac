package dev.updraft.metrics;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.Metric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** Counts how often the true class is among the k likeliest, for each k that a metric asks for. */
final class TopKCounter {
    private final int[] limits;
    private final double[] hits;
    private double samples;

    TopKCounter(List<Metric> metrics) {
        limits = metrics.stream()
                .flatMap(metric -> metric instanceof Metric.TopKAccuracy(var k) ? List.of(k).stream() : null)
                .mapToInt(Integer::intValue)
                .toArray();
        hits = new double[limits.length];
    }

    /** Whether there is nothing to count. */
    boolean idle() {
        return limits.length == 0;
    }

    /** A sample of class {@code target}, with a score for each of {@code count} classes from {@code row} on. */
    void add(MemorySegment scores, long row, int count, int target, double weight) {
        if (!idle()) {
            add(rank(scores, row, count, target), weight);
        }
    }

    /** A sample with so many classes before its own. */
    void add(int rank, double weight) {
        samples += weight;
        for (var i = 0; i < limits.length; i++) {
            hits[i] += rank < limits[i] ? weight : 0;
        }
    }

    /** How many classes come before {@code target}; of equal ones the last comes first, as in scikit-learn. */
    private static int rank(MemorySegment scores, long row, int count, int target) {
        var own = scores.getAtIndex(JAVA_FLOAT, row + target);
        var before = 0;
        for (var i = 0; i < count; i++) {
            var score = scores.getAtIndex(JAVA_FLOAT, row + i);
            if (score > own || (score == own && i > target)) {
                before++;
            }
        }
        return before;
    }

    double accuracy(int k) {
        var index = 0;
        while (limits[index] != k) {
            index++;
        }
        return samples == 0 ? 0 : hits[index] / samples;
    }

    void reset() {
        samples = 0;
        Arrays.fill(hits, 0);
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(samples);
        StoredArrays.write(out, hits);
    }

    void read(DataInput in) throws IOException {
        samples = in.readDouble();
        StoredArrays.read(in, hits);
    }
}
