package dev.updraft.engine.cpu.machine;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** A {@link VectorProgram} as machine code. */
@SuppressWarnings("restricted")
public final class VectorLoop {
    /** Arguments of the code: the frame, and bytes from the streams' addresses to the first element and to the end. */
    private static final MethodHandle CALL = Linker.nativeLinker().downcallHandle(CodeMemory.CALL);

    private final MemorySegment code;

    private VectorLoop(MemorySegment code) {
        this.code = code;
    }

    /** Whether there is machine code on this machine. */
    public static boolean isSupported() {
        return CodeMemory.isSupported();
    }

    /**
     * The code; null where the system lets nobody run it, or if the program has too many values at once.
     *
     * @param block elements of a block; the last one may have fewer
     */
    public static @Nullable VectorLoop of(VectorProgram program, int block) {
        var bytes = LoopCode.of(program, block);
        var code = bytes.length == 0 ? null : CodeMemory.of(bytes);
        return code == null ? null : new VectorLoop(code);
    }

    /**
     * Goes through elements {@code from} to {@code to}, where a block begins at {@code from}.
     *
     * @param frame the address of the {@link Frame}
     */
    public void run(long frame, long from, long to) {
        if (from >= to) {
            return;
        }
        try {
            var _ = (int) CALL.invokeExact(code, frame, from * Float.BYTES, to * Float.BYTES, 0L);
        } catch (RuntimeException | Error problem) {
            throw problem;
        } catch (Throwable problem) {
            throw new IllegalStateException("a call of machine code failed", problem);
        }
    }
}
