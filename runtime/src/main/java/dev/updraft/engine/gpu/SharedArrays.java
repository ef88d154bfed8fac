package dev.updraft.engine.gpu;

import dev.updraft.compiler.emit.tornado.DeviceArray;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.worker.PlanRequest.Region;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The host's side of arrays: a file that this process and the worker map, each array with room for a header before it. */
final class SharedArrays implements AutoCloseable {
    /** In memory, where the system has such a folder. */
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    /** Mappings begin at pages of the largest common size. */
    private static final long PAGE = 1 << 16;

    private final Path file;
    private final Arena arena = Arena.ofShared();
    private final List<Region> regions = new ArrayList<>();
    private final Map<DeviceArray, MemorySegment> segments = new EnumMap<>(DeviceArray.class);

    /**
     * Makes the file, zeroed.
     *
     * @param elements how many each array has, at least 1
     * @throws EngineException if there is no room for it
     */
    SharedArrays(Map<DeviceArray, Integer> elements) {
        var end = 0L;
        try {
            var folder = Files.isWritable(IN_MEMORY) ? IN_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
            file = Files.createTempFile(folder, "updraft-", ".arrays");
            file.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new EngineException("memory to share with the GPU's worker cannot be made: " + e, e);
        }
        for (var array : elements.keySet()) {
            var count = Objects.requireNonNull(elements.get(array));
            var offset = end + Region.HEADER;
            regions.add(new Region(array, file, offset, count));
            end = Math.ceilDiv(offset + (long) count * Integer.BYTES, PAGE) * PAGE;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var store = Files.getFileStore(file);
            if (store.getUsableSpace() < end) {
                throw new EngineException("the GPU's worker needs " + Bytes.text(end) + " in " + file.getParent()
                        + " and there are " + Bytes.text(store.getUsableSpace()) + ": use a smaller batch size");
            }
            var mapped = channel.map(MapMode.READ_WRITE, 0, end, arena);
            for (var region : regions) {
                segments.put(region.array(), mapped.asSlice(region.offset(), (long) region.elements() * Integer.BYTES));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e instanceof EngineException known
                    ? known
                    : new EngineException("memory to share with the GPU's worker cannot be mapped: " + e, e);
        }
    }

    /** Where the arrays lie, for the worker. */
    List<Region> regions() {
        return regions;
    }

    /** The elements of an array. */
    MemorySegment of(DeviceArray array) {
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
