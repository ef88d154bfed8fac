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
    private static final int PAGE = 4096;

    /**
     * All calls have the arguments and the result of a function of oneDNN, four longs and an int: linking functions of another kind
     * would take the first step of a training tens of milliseconds. Whoever is called looks at those that it has.
     */
    static final FunctionDescriptor CALL = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    /** Without it all is computed by Java, with the same bits: {@code -Dupdraft.machineCode=off}. */
    private static final String SWITCH = "updraft.machineCode";

    private static final boolean SUPPORTED = isLinuxOnX86() && hasFeatures();

    private CodeMemory() {}

    /** Linked when the first code is made. */
    private static final class Protection {
        static final MethodHandle MPROTECT = mprotect();

        private static MethodHandle mprotect() {
            var linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow("mprotect"), CALL);
        }
    }

    /** Whether the processor has the instructions, the system is one whose calls are known, and nobody switched it off. */
    static boolean isSupported() {
        return SUPPORTED && !System.getProperty(SWITCH, "on").equals("off");
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
        var pages = Math.ceilDiv(code.length, PAGE) * (long) PAGE;
        var arena = Arena.ofShared();
        var memory = arena.allocate(pages, PAGE);
        MemorySegment.copy(code, 0, memory, JAVA_BYTE, 0, code.length);
        if (!protect(memory, READ_AND_RUN)) {
            arena.close();
            return null;
        }
        return memory.reinterpret(Arena.ofAuto(), its -> release(its, arena));
    }

    private static void release(MemorySegment memory, Arena arena) {
        if (protect(memory, READ_AND_WRITE)) { // Else nobody could use it again.
            arena.close();
        }
    }

    private static boolean protect(MemorySegment memory, int protection) {
        try {
            return (int) Protection.MPROTECT.invokeExact(memory.address(), memory.byteSize(), (long) protection, 0L)
                    == 0;
        } catch (RuntimeException | Error problem) {
            throw problem;
        } catch (Throwable problem) {
            throw new IllegalStateException("a call of the system failed", problem);
        }
    }
}
