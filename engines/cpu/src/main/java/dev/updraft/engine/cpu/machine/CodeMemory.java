package dev.updraft.engine.cpu.machine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Memory that the processor runs: first it is written, then it can only be read and run. It goes when nobody holds it. */
@SuppressWarnings("restricted")
final class CodeMemory {
    /** What the instructions of {@link Assembler} need, as Linux calls it. */
    private static final Set<String> FEATURES = Set.of("avx512f", "avx512dq", "bmi2");

    /** Constants of Linux. */
    private static final int READ_AND_WRITE = 3;

    private static final int READ_AND_RUN = 5;
    private static final int PRIVATE_AND_ANONYMOUS = 0x22;
    private static final int NO_FILE = -1;
    private static final long FAILED = -1;

    private static final boolean SUPPORTED =
            !System.getProperty("updraft.machineCode", "on").equals("off") && isLinuxOnX86() && hasFeatures();

    private CodeMemory() {}

    /** Functions of the system, linked when the first code is made. */
    private static final class Functions {
        static final MethodHandle MMAP = function(
                "mmap",
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        static final MethodHandle MPROTECT =
                function("mprotect", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
        static final MethodHandle MUNMAP = function("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

        private static MethodHandle function(String name, FunctionDescriptor descriptor) {
            var linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
        }
    }

    /** Whether the processor has the instructions, and the system is one whose calls are known. */
    static boolean isSupported() {
        return SUPPORTED;
    }

    private static boolean isLinuxOnX86() {
        return System.getProperty("os.name", "").equals("Linux")
                && System.getProperty("os.arch", "").equals("amd64");
    }

    private static boolean hasFeatures() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> List.of(line.split("\\s+")).containsAll(FEATURES))
                    .orElse(false);
        } catch (IOException | SecurityException unreadable) {
            return false;
        }
    }

    /** Memory with this code; null where the system lets nobody run what it has written. */
    static @Nullable MemorySegment of(byte[] code) {
        var length = (long) code.length;
        try {
            var address =
                    (long) Functions.MMAP.invokeExact(0L, length, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, NO_FILE, 0L);
            if (address == FAILED) {
                return null;
            }
            var memory = MemorySegment.ofAddress(address).reinterpret(length, Arena.ofAuto(), CodeMemory::unmap);
            MemorySegment.copy(code, 0, memory, JAVA_BYTE, 0, code.length);
            return (int) Functions.MPROTECT.invokeExact(address, length, READ_AND_RUN) == 0 ? memory : null;
        } catch (RuntimeException | Error problem) {
            throw problem;
        } catch (Throwable problem) {
            throw new IllegalStateException("a call of the system failed", problem);
        }
    }

    private static void unmap(MemorySegment memory) {
        try {
            var _ = (int) Functions.MUNMAP.invokeExact(memory.address(), memory.byteSize());
        } catch (Throwable problem) {
            throw new IllegalStateException("a call of the system failed", problem);
        }
    }
}
