package dev.updraft.compiler.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Places in one arena for values that are not all alive at once. Greedy by size: Pisarchyk and Lee, <i>Efficient memory
 * management for deep neural net inference</i>, arXiv:2001.03288.
 *
 * @param offsets where each value lies, in bytes, a multiple of {@link #ALIGNMENT}
 * @param bytes how large the arena is
 * @param <V> what names a value
 */
public record MemoryPlan<V>(Map<V, Long> offsets, long bytes) {

    /** Bytes of a cache line, and of the widest vector. */
    public static final int ALIGNMENT = 64;

    public MemoryPlan {
        offsets = Map.copyOf(offsets);
    }

    /**
     * A value's size and the first and last moment it is needed, both inclusive.
     *
     * @param <V> what names a value
     */
    public record Demand<V>(V value, long bytes, int first, int last) {
        boolean overlaps(Demand<V> other) {
            return first <= other.last && other.first <= last;
        }
    }

    /** Plans so that no two values that are alive at one moment share a byte. */
    public static <V> MemoryPlan<V> of(List<Demand<V>> demands) {
        var offsets = new HashMap<V, Long>();
        var placed = new ArrayList<Demand<V>>();
        var bytes = 0L;
        for (var demand : demands.stream()
                .sorted(Comparator.comparingLong((Demand<V> demand) -> demand.bytes)
                        .reversed())
                .toList()) {
            var offset = firstGap(demand, placed, offsets);
            offsets.put(demand.value, offset);
            bytes = Math.max(bytes, offset + aligned(demand.bytes));
            placed.add(demand);
        }
        return new MemoryPlan<>(offsets, bytes);
    }

    private static <V> long firstGap(Demand<V> demand, List<Demand<V>> placed, Map<V, Long> offsets) {
        var offset = 0L;
        for (var other : placed.stream()
                .filter(demand::overlaps)
                .sorted(Comparator.comparingLong(each -> start(each, offsets)))
                .toList()) {
            var start = start(other, offsets);
            if (offset + aligned(demand.bytes) <= start) {
                break;
            }
            offset = Math.max(offset, start + aligned(other.bytes));
        }
        return offset;
    }

    private static <V> long start(Demand<V> placed, Map<V, Long> offsets) {
        return offsets.getOrDefault(placed.value, 0L);
    }

    /** Rounds a size up to {@link #ALIGNMENT}. */
    public static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }
}
