package dev.updraft.benchmarks;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** How long calls took: counts of durations that differ by less than 1.6 %. Written by one thread. */
final class Latencies {
    /** Buckets for each doubling. */
    private static final int FINENESS = 64;

    private static final int BITS = Integer.numberOfTrailingZeros(FINENESS);
    private final AtomicIntegerArray counts = new AtomicIntegerArray(FINENESS * (Long.SIZE - BITS));

    void add(long nanos) {
        var bucket = bucket(nanos);
        counts.setPlain(bucket, counts.getPlain(bucket) + 1);
    }

    /** The highest {@code BITS} behind the first 1 count within a doubling; below, each nanosecond is a bucket. */
    private static int bucket(long nanos) {
        var doublings = Math.max(0, Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(nanos));
        return doublings * FINENESS + (int) (nanos >>> doublings);
    }

    private static long least(int bucket) {
        var doublings = Math.max(0, bucket / FINENESS - 1);
        return (long) (bucket - doublings * FINENESS) << doublings;
    }

    long calls() {
        return IntStream.range(0, counts.length()).mapToLong(counts::get).sum();
    }

    /** In nanoseconds, how long at most such a share of the calls took. */
    static long quantile(List<Latencies> all, double share) {
        var calls = all.stream().mapToLong(Latencies::calls).sum();
        var seen = 0L;
        for (var bucket = 0; bucket < all.getFirst().counts.length(); bucket++) {
            for (var latencies : all) {
                seen += latencies.counts.get(bucket);
            }
            if (seen >= share * calls) {
                return least(bucket + 1);
            }
        }
        return Long.MAX_VALUE;
    }
}
