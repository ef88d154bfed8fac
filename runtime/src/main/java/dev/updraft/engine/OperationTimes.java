package dev.updraft.engine;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Timings of operations.
 *
 * @param of what was timed, in words: {@code a training step with 32 samples, on one thread}; or why nothing was
 * @param operations of each layer, the longest first; empty if nothing was timed
 */
public record OperationTimes(String of, List<OperationTime> operations) {
    public OperationTimes {
        operations = List.copyOf(operations);
    }

    /** No timings, with the reason. */
    public static OperationTimes unknown(String why) {
        return new OperationTimes(why, List.of());
    }

    /** Adds up what belongs to one operation and layer. */
    public static OperationTimes sum(String of, List<OperationTime> parts) {
        var sums = new LinkedHashMap<List<String>, OperationTime>();
        parts.forEach(part -> sums.merge(List.of(part.layer(), part.operation()), part, OperationTimes::sum));
        return new OperationTimes(
                of,
                sums.values().stream()
                        .sorted(Comparator.comparingDouble(OperationTime::seconds)
                                .reversed())
                        .toList());
    }

    private static OperationTime sum(OperationTime one, OperationTime other) {
        return new OperationTime(
                one.layer(),
                one.operation(),
                one.seconds() + other.seconds(),
                one.flops() + other.flops(),
                one.bytes() + other.bytes());
    }

    /** Time of all operations. */
    public double seconds() {
        return operations.stream().mapToDouble(OperationTime::seconds).sum();
    }

    /** What of a batch is timed, in words. */
    public static String step(boolean training, int samples) {
        return (training ? "a training step" : "evaluating a batch") + " with "
                + (samples == 1 ? "1 sample" : samples + " samples");
    }
}
