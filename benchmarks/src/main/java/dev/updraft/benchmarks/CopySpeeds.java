package dev.updraft.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** How fast the machine copies: from a cache where what is read and written fits into one, else from memory. */
final class CopySpeeds {
    private static final long SMALLEST = 1L << 15;
    private static final long LARGEST = 1L << 27;
    private static final int ROUNDS = 5;
    private static final double SECONDS = 0.01;

    /** Bytes read and written a second, all threads together, by the bytes that each reads and writes over and over. */
    private final TreeMap<Long, Double> bySize = new TreeMap<>();

    /** Measures. */
    CopySpeeds(int threads) throws InterruptedException, ExecutionException {
        try (var arena = Arena.ofShared();
                var pool = Executors.newFixedThreadPool(threads)) {
            var places = new ArrayList<MemorySegment>();
            for (var i = 0; i < threads; i++) {
                places.add(arena.allocate(LARGEST, 4096).fill((byte) 1));
            }
            for (var size = SMALLEST; size <= LARGEST; size *= 2) {
                var half = size / 2;
                var rounds = new double[ROUNDS];
                for (var round = 0; round < ROUNDS; round++) {
                    var all = places.stream()
                            .map(place -> pool.submit(() -> speed(place.asSlice(0, half), place.asSlice(half, half))))
                            .toList();
                    for (var one : all) {
                        rounds[round] += one.get();
                    }
                }
                Arrays.sort(rounds);
                bySize.put(size, rounds[ROUNDS / 2]);
            }
        }
    }

    private static double speed(MemorySegment from, MemorySegment to) {
        var start = System.nanoTime();
        var bytes = 0L;
        do {
            MemorySegment.copy(from, 0, to, 0, from.byteSize());
            bytes += 2 * from.byteSize();
        } while (System.nanoTime() - start < SECONDS * 1e9);
        return bytes / ((System.nanoTime() - start) * 1e-9);
    }

    /** Bytes a second where a thread reads and writes {@code bytes} over and over. */
    double of(long bytes) {
        var size = bySize.ceilingEntry(bytes);
        return (size == null ? bySize.lastEntry() : size).getValue();
    }

    /** Bytes a second from and to memory. */
    double ofMemory() {
        return bySize.lastEntry().getValue();
    }

    List<Map.Entry<Long, Double>> all() {
        return List.copyOf(bySize.entrySet());
    }
}
