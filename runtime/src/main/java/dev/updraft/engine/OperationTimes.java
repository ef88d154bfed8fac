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

    /** Adds up the times of one operation and layer. */
    public static OperationTimes sum(String of, List<OperationTime> parts) {
        var seconds = new LinkedHashMap<List<String>, Double>();
        parts.forEach(part -> seconds.merge(List.of(part.layer(), part.operation()), part.seconds(), Double::sum));
        return new OperationTimes(
                of,
                seconds.entrySet().stream()
                        .map(entry -> new OperationTime(
                                entry.getKey().getFirst(), entry.getKey().getLast(), entry.getValue()))
                        .sorted(Comparator.comparingDouble(OperationTime::seconds)
                                .reversed())
                        .toList());
    }

    /** What of a batch is timed, in words. */
    public static String step(boolean training, int samples) {
        return (training ? "a training step" : "evaluating a batch") + " with "
                + (samples == 1 ? "1 sample" : samples + " samples");
    }
}
