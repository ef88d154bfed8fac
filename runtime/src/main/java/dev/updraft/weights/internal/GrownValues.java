package dev.updraft.weights.internal;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.tensor.Initializer;
import java.lang.foreign.MemorySegment;

/** Variables that a learner fills from the front: a file has no more of them than what is filled. */
public final class GrownValues {
    private GrownValues() {}

    /** How many places of the first axis are filled; at least 1, as no tensor of a file is empty. */
    static int filled(Variable variable, MemorySegment values) {
        var initial = initial(variable);
        var last = variable.shape().elementsPerSample() - 1;
        while (last > 0 && Float.compare(values.getAtIndex(JAVA_FLOAT, last), initial) == 0) {
            last--;
        }
        var rowSize = variable.shape().elementsPerSample() / variable.shape().dim(0);
        return Math.toIntExact(last / rowSize) + 1;
    }

    /**
     * Gives the rest its initial value.
     *
     * @param filled how many numbers are there, from the front on
     */
    public static void fillRest(Variable variable, MemorySegment values, long filled) {
        var initial = initial(variable);
        for (var i = filled; i < variable.shape().elementsPerSample(); i++) {
            values.setAtIndex(JAVA_FLOAT, i, initial);
        }
    }

    private static float initial(Variable variable) {
        return variable.initializer() instanceof Initializer.Constant(var value) ? (float) value : 0;
    }
}
