package dev.updraft.compiler.plan;

import dev.updraft.compiler.plan.Location.Allocation;
import java.util.Arrays;
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
     * A value's size and the first and last point it is needed, both inclusive.
     *
     * @param <V> what names a value
     */
    public record Demand<V>(V value, long bytes, int first, int last) {
        boolean overlaps(Demand<V> other) {
            return first <= other.last && other.first <= last;
        }
    }

    /** Plans so that no two values that are alive at one point share a byte. */
    public static <V> MemoryPlan<V> of(List<Demand<V>> demands) {
        return of(demands, Long.MAX_VALUE);
    }

    /**
     * As the other, for memory that comes in blocks: no value lies across the border of two, unless it is larger than a block.
     *
     * @param block bytes of a block, a multiple of {@link #ALIGNMENT}, or {@code Long.MAX_VALUE} for memory in one piece
     */
    static <V> MemoryPlan<V> of(List<Demand<V>> demands, long block) {
        return plan(List.of(), demands, block);
    }

    /** Plans so that no value shares a byte with a buffer that is there already, or another value, and both are alive at one point. */
    static <V> MemoryPlan<V> beside(List<Allocation> buffers, List<Demand<V>> demands) {
        return plan(buffers, demands, Long.MAX_VALUE);
    }

    private static <V> MemoryPlan<V> plan(List<Allocation> buffers, List<Demand<V>> demands, long block) {
        var offsets = new HashMap<V, Long>();
        var placed = new Placed(buffers.size() + demands.size());
        var bytes = 0L;
        for (var buffer : buffers) {
            var size = aligned(buffer.bytes());
            bytes = Math.max(bytes, buffer.offset() + size);
            placed.add(buffer.offset(), size, buffer.first(), buffer.last());
        }
        for (var demand : demands.stream()
                .sorted(Comparator.comparingLong((Demand<V> demand) -> demand.bytes)
                        .reversed())
                .toList()) {
            var size = aligned(demand.bytes);
            var offset = placed.firstGap(size, demand.first, demand.last, block);
            offsets.put(demand.value, offset);
            bytes = Math.max(bytes, offset + size);
            placed.add(offset, size, demand.first, demand.last);
        }
        return new MemoryPlan<>(offsets, bytes);
    }

    /**
     * The values that have their place, by where they start. Plain arrays: a network of thousands of layers has ten
     * thousands of values, and every new one is compared with all before it.
     */
    private static final class Placed {
        private final long[] starts;
        private final long[] ends;
        private final int[] firsts;
        private final int[] lasts;
        private int count;

        Placed(int most) {
            starts = new long[most];
            ends = new long[most];
            firsts = new int[most];
            lasts = new int[most];
        }

        /** The lowest place for {@code size} bytes that no value needs from {@code first} to {@code last}. */
        long firstGap(long size, int first, int last, long block) {
            var offset = 0L;
            for (var i = 0; i < count; i++) {
                if (firsts[i] <= last && first <= lasts[i]) {
                    offset = inOneBlock(offset, size, block);
                    if (offset + size <= starts[i]) {
                        break;
                    }
                    offset = Math.max(offset, ends[i]);
                }
            }
            return inOneBlock(offset, size, block);
        }

        /** The first place from {@code offset} on at which {@code size} bytes do not cross the border of two blocks. */
        private static long inOneBlock(long offset, long size, long block) {
            return offset % block + size <= block ? offset : Math.ceilDiv(offset, block) * block;
        }

        void add(long start, long size, int first, int last) {
            var at = Arrays.binarySearch(starts, 0, count, start);
            at = at < 0 ? -at - 1 : at;
            for (var array : List.of(starts, ends)) {
                System.arraycopy(array, at, array, at + 1, count - at);
            }
            for (var array : List.of(firsts, lasts)) {
                System.arraycopy(array, at, array, at + 1, count - at);
            }
            starts[at] = start;
            ends[at] = start + size;
            firsts[at] = first;
            lasts[at] = last;
            count++;
        }
    }

    /** Rounds a size up to {@link #ALIGNMENT}. */
    public static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }
}
