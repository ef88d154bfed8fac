package dev.updraft.tornado;

import dev.updraft.engine.gpu.worker.PlanRequest.Region;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;
import java.util.List;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** TornadoVM's arrays over the memory shared with the application. */
record MappedArrays<E extends Enum<E>>(List<Region<E>> regions, Arena arena) {
    FloatArray floats(E array) throws IOException {
        return FloatArray.fromSegmentShallow(map(array));
    }

    IntArray ints(E array) throws IOException {
        return IntArray.fromSegmentShallow(map(array));
    }

    LongArray longs(E array) throws IOException {
        return LongArray.fromSegmentShallow(map(array));
    }

    DoubleArray doubles(E array) throws IOException {
        return DoubleArray.fromSegmentShallow(map(array));
    }

    /** TornadoVM's arrays have a header before their elements, and the file has room for it there. */
    private MemorySegment map(E array) throws IOException {
        var region = regions.stream()
                .filter(each -> each.array() == array)
                .findFirst()
                .orElseThrow();
        try (var file = FileChannel.open(region.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var start = region.offset() - Region.HEADER;
            var length = Region.HEADER + (long) region.elements() * Integer.BYTES;
            var mapped = file.map(MapMode.READ_WRITE, start, length, arena);
            return mapped.asSlice(Region.HEADER - TornadoNativeArray.ARRAY_HEADER);
        }
    }
}
