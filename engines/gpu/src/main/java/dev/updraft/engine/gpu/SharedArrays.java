package dev.updraft.engine.gpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.worker.PlanRequest.Region;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/** The host's side of arrays: a file that this process and the worker map, each array with room for a header before it. */
final class SharedArrays<A extends Enum<A>> implements AutoCloseable {
    /** In memory, where the system has such a folder with room enough; containers often have a small one. */
    private static final List<Path> FOLDERS =
            List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")));

    /** Mappings begin at pages of the largest common size. */
    private static final long PAGE = 1 << 16;

    private final Path file;
    private final Arena arena = Arena.ofShared();
    private final List<Region<A>> regions = new ArrayList<>();
    private final Map<A, MemorySegment> segments = new HashMap<>();

    /**
     * Makes the file, zeroed.
     *
     * @param elements how many each array has, at least 1
     * @throws EngineException if there is no room for it
     */
    SharedArrays(Map<A, Integer> elements) {
        this(elements, FOLDERS);
    }

    /** Makes the file in the first of some folders that has room for all of it: what is missing later ends the process. */
    SharedArrays(Map<A, Integer> elements, List<Path> folders) {
        var end = 0L;
        for (var count : elements.values()) {
            end = after(end + Region.HEADER, count);
        }
        file = file(end, folders);
        var offset = (long) Region.HEADER;
        for (var entry : elements.entrySet()) {
            var region = new Region<>(entry.getKey(), file, offset, entry.getValue());
            regions.add(region);
            offset = after(offset, region.elements()) + Region.HEADER;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var mapped = channel.map(MapMode.READ_WRITE, 0, end, arena);
            for (var region : regions) {
                segments.put(region.array(), mapped.asSlice(region.offset(), (long) region.elements() * Integer.BYTES));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw new EngineException(
                    "memory to share with the GPU's worker cannot be mapped: " + e
                            + "; use a smaller batch size or free some memory",
                    e);
        }
    }

    /** The end of the last page of an array. */
    private static long after(long offset, int count) {
        return Math.ceilDiv(offset + (long) count * Integer.BYTES, PAGE) * PAGE;
    }

    private static Path file(long bytes, List<Path> folders) {
        var reasons = new StringJoiner(", ");
        for (var folder : folders) {
            try {
                var usable = Files.getFileStore(folder).getUsableSpace();
                if (usable < bytes) {
                    reasons.add(folder + " has " + Bytes.text(usable));
                    continue;
                }
                var file = Files.createTempFile(folder, "updraft-", ".arrays");
                file.toFile().deleteOnExit();
                try {
                    fill(file, bytes);
                    return file;
                } catch (IOException e) {
                    Files.deleteIfExists(file);
                    reasons.add(folder + " got full: " + e.getMessage());
                }
            } catch (IOException _) {
                reasons.add(folder + " cannot be written");
            }
        }
        throw new EngineException("the GPU's worker shares " + Bytes.text(bytes)
                + " with this process; no folder has room for them: " + reasons
                + "; use a smaller batch size or free some memory");
    }

    /** Writes zeros: only then does the file have its room, whoever else writes to the folder. */
    private static void fill(Path file, long bytes) throws IOException {
        var zeros = ByteBuffer.allocateDirect((int) Math.min(bytes, 1 << 20));
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (var left = bytes; left > 0; ) {
                left -= channel.write(zeros.clear().limit((int) Math.min(left, zeros.capacity())));
            }
        }
    }

    /** Where the arrays lie, for the worker. */
    List<Region<A>> regions() {
        return regions;
    }

    /** Writes elements of an array, from one on. */
    void set(A array, int first, int... values) {
        MemorySegment.copy(values, 0, of(array), JAVA_INT, (long) first * Integer.BYTES, values.length);
    }

    /** As the other. */
    void set(A array, int first, long[] values) {
        MemorySegment.copy(values, 0, of(array), JAVA_LONG, (long) first * Long.BYTES, values.length);
    }

    /** As the other. */
    void set(A array, int first, double[] values) {
        MemorySegment.copy(values, 0, of(array), JAVA_DOUBLE, (long) first * Double.BYTES, values.length);
    }

    /** The elements of an array. */
    MemorySegment of(A array) {
        return Objects.requireNonNull(segments.get(array), array::name);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // It is deleted when this process ends.
        }
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
