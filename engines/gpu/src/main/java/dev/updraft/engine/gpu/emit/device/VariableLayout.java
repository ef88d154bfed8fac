package dev.updraft.engine.gpu.emit.device;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where variables lie in {@link DeviceArray#VARIABLES}: the same for all graphs of a program.
 *
 * @param offsets in elements, by variable, in the program's order
 * @param size in elements
 */
public record VariableLayout(Map<Variable, Long> offsets, long size) {
    /** Elements of a cache line. */
    static final int ALIGNMENT = 16;

    /** The layout for a program. */
    public static VariableLayout of(Program program) {
        var offsets = new LinkedHashMap<Variable, Long>();
        var size = 0L;
        for (var variable : program.variables()) {
            offsets.put(variable, size);
            size += Math.ceilDiv(variable.shape().elementsPerSample(), ALIGNMENT) * ALIGNMENT;
        }
        return new VariableLayout(offsets, Math.max(ALIGNMENT, size));
    }

    /** Where a variable begins. */
    public int offset(Variable variable) {
        return Math.toIntExact(Objects.requireNonNull(offsets.get(variable), variable::name));
    }
}
