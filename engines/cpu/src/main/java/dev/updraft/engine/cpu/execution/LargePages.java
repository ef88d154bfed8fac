package dev.updraft.engine.cpu.execution;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * Memory in pages of 2 MiB, where the system has them for who asks: what goes through all weights spends less time on looking pages
 * up, and on getting each for the first time. Elsewhere, and where it is little, an arena's own.
 */
@SuppressWarnings("restricted")
public final class LargePages {
    private static final long PAGE = 2 << 20;

    /** Less is not worth it. */
    private static final long WORTH = 2 * PAGE;

    private static final boolean LINUX =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux");

    /** Constants of Linux. */
    private static final int READ_AND_WRITE = 3;

    private static final int PRIVATE_AND_ANONYMOUS = 0x22;
    private static final int NO_FILE = -1;
    private static final int HUGE_PAGE = 14;
    private static final long FAILED = -1;

    private LargePages() {}

    /** Functions of the system, for those who allocate. */
    private static final class Allocation {
        static final MethodHandle MMAP = function(
                "mmap",
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        static final MethodHandle MADVISE =
                function("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    }

    /** At the end: a program's first step shall not wait for it to be linked. */
    private static final class Release {
        static final MethodHandle MUNMAP = function("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    /**
     * Zeros that live as long as the arena.
     *
     * @param alignment of the first byte, at most that of a page of the system
     * @throws OutOfMemoryError if there is not so much memory
     */
    public static MemorySegment allocate(Arena arena, long bytes, long alignment) {
        return LINUX && bytes >= WORTH ? map(arena, bytes) : arena.allocate(Math.max(1, bytes), alignment);
    }

    private static MemorySegment map(Arena arena, long bytes) {
        var length = bytes + PAGE;
        try {
            var address =
                    (long) Allocation.MMAP.invokeExact(0L, length, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, NO_FILE, 0L);
            if (address == FAILED) {
                throw new OutOfMemoryError("the system has no " + bytes + " bytes of memory");
            }
            var mapped = MemorySegment.ofAddress(address).reinterpret(length, arena, LargePages::unmap);
            var aligned = Math.ceilDiv(address, PAGE) * PAGE;
            // If the system does not want to, its pages are small ones.
            var _ = (int) Allocation.MADVISE.invokeExact(aligned, bytes, HUGE_PAGE);
            return mapped.asSlice(aligned - address, bytes);
        } catch (RuntimeException | Error problem) {
            throw problem;
        } catch (Throwable problem) {
            throw new IllegalStateException("a call of the system failed", problem);
        }
    }

    private static void unmap(MemorySegment mapped) {
        try {
            var _ = (int) Release.MUNMAP.invokeExact(mapped.address(), mapped.byteSize());
        } catch (Throwable problem) {
            throw new IllegalStateException("a call of the system failed", problem);
        }
    }
}
