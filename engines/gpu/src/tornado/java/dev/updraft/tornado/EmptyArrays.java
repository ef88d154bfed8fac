package dev.updraft.tornado;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.updraft.engine.gpu.worker.DriverException;
import dev.updraft.engine.gpu.worker.PlanRequest.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * TornadoVM's arrays for what only the device works in: it wants memory of the host behind each. The C library's takes none as long as
 * nobody writes there; that of an arena is filled with zeros.
 */
final class EmptyArrays {
    private static final MethodHandle CALLOC = function("calloc", FunctionDescriptor.of(ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle FREE = function("free", FunctionDescriptor.ofVoid(ADDRESS));

    private EmptyArrays() {}

    private static MethodHandle function(String name, FunctionDescriptor type) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }

    /**
     * An array of zeros, until the arena is closed.
     *
     * @throws DriverException if the host does not give so much memory
     */
    static FloatArray floats(int elements, Arena arena) {
        var bytes = Region.HEADER + (long) elements * Float.BYTES;
        var found = allocated(bytes);
        if (found.equals(MemorySegment.NULL)) {
            throw new DriverException(
                    String.format(
                            Locale.ROOT,
                            "this computer does not give the %d MiB of memory that TornadoVM wants behind an array of the "
                                    + "device; use a smaller batch size or free some memory",
                            bytes >> 20),
                    null);
        }
        var owned = found.reinterpret(bytes, arena, EmptyArrays::free);
        return FloatArray.fromSegmentShallow(owned.asSlice(Region.HEADER - TornadoNativeArray.ARRAY_HEADER));
    }

    private static MemorySegment allocated(long bytes) {
        try {
            return (MemorySegment) CALLOC.invokeExact(1L, bytes);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void free(MemorySegment segment) {
        try {
            FREE.invokeExact(segment);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
