package dev.updraft.training;

import dev.updraft.compiler.ops.Variable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A copy of a model's weights and running statistics, without what the optimizer remembers.
 *
 * @param values float32, row-major, of every such variable
 */
public record Weights(Map<Variable, MemorySegment> values) {

    static Weights of(Learner learner) {
        var values = new LinkedHashMap<Variable, MemorySegment>();
        for (var variable : learner.program().variables()) {
            if (variable.role() != Variable.Role.SLOT) {
                var copy = Arena.ofAuto().allocate(variable.shape().elementsPerSample() * Float.BYTES, Float.BYTES);
                learner.session().read(variable, copy);
                values.put(variable, copy);
            }
        }
        return new Weights(values);
    }

    void writeTo(Learner learner) {
        values.forEach(learner.session()::write);
    }
}
