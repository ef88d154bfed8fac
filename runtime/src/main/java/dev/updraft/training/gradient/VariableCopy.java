package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import com.sun.management.OperatingSystemMXBean;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.engine.spi.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finite values of all variables, the optimizer's included, to go back to. */
final class VariableCopy implements AutoCloseable {
    /** The copy is for looking for a mistake only, so most memory must be left for the work itself. */
    private static final int MEMORY_SHARE = 8;

    private static final int EXPONENT = 0x7f80_0000;
    private static final int LOWEST_OF_EXPONENT = 0x0080_0000;

    private final Arena arena;
    private final Map<Variable, MemorySegment> values = new LinkedHashMap<>();
    private final MemorySegment read;

    private VariableCopy(List<Variable> variables, Arena arena) {
        this.arena = arena;
        variables.forEach(variable -> values.put(variable, arena.allocate(bytes(variable), Float.BYTES)));
        read = arena.allocate(
                variables.stream().mapToLong(VariableCopy::bytes).max().orElse(0), Float.BYTES);
    }

    /** Room for a copy; null if that is more than an eighth of the machine's memory, or is not to be had. */
    static @Nullable VariableCopy of(List<Variable> variables) {
        return of(variables, totalMemory());
    }

    /** 0 where it is not known: an image made by jlink may lack the module jdk.management. */
    private static long totalMemory() {
        try {
            return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                    .getTotalMemorySize();
        } catch (NoClassDefFoundError _) {
            return 0;
        }
    }

    /** As {@link #of(List)} on a machine with so many bytes of memory. */
    static @Nullable VariableCopy of(List<Variable> variables, long memory) {
        if (variables.stream().mapToLong(VariableCopy::bytes).sum() > memory / MEMORY_SHARE) {
            return null;
        }
        var arena = Arena.ofShared();
        try {
            return new VariableCopy(variables, arena);
        } catch (OutOfMemoryError _) {
            arena.close();
            return null;
        }
    }

    private static long bytes(Variable variable) {
        return variable.shape().elementsPerSample() * Float.BYTES;
    }

    /** Copies the variables if all of them are finite; tells whether they are. */
    boolean take(Session session) {
        for (var variable : values.keySet()) {
            var value = read.asSlice(0, bytes(variable));
            session.read(variable, value);
            if (!isFinite(value)) {
                return false;
            }
        }
        values.forEach(session::read);
        return true;
    }

    /** Gives a session the values of the copy. */
    void writeTo(Session session) {
        values.forEach(session::write);
    }

    /** Whether no float32 is infinite or not a number. The bits of those have an exponent of ones alone. */
    static boolean isFinite(MemorySegment values) {
        var carries = 0;
        for (var at = 0L; at < values.byteSize(); at += Float.BYTES) {
            carries |= (values.get(JAVA_INT, at) & EXPONENT) + LOWEST_OF_EXPONENT;
        }
        return carries >= 0;
    }

    @Override
    public void close() {
        arena.close();
    }
}
