package dev.updraft.weights.internal;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.tensor.Initializer;
import java.lang.foreign.MemorySegment;

/** Variables that a learner fills from the front: a file has no more of them than what is filled. */
final class GrownValues {
    private GrownValues() {}

    /** How many places of the first axis are filled; at least 1, as no tensor of a file is empty. */
    static int filled(Variable variable, MemorySegment values) {
        var initial = initial(variable);
        var last = variable.shape().elementsPerSample() - 1;
        while (last > 0 && Float.compare(values.getAtIndex(JAVA_FLOAT, last), initial) == 0) {
            last--;
        }
        return Math.toIntExact(last / rowSize(variable)) + 1;
    }

    /** How many numbers there are at a place of the first axis. */
    static long rowSize(Variable variable) {
        return variable.shape().elementsPerSample() / variable.shape().dim(0);
    }

    /**
     * Fills what is behind what a file has.
     *
     * @param rows how many places of the first axis the file has
     */
    static void fillRest(Variable variable, MemorySegment values, long rows) {
        var initial = initial(variable);
        for (var i = rows * rowSize(variable); i < variable.shape().elementsPerSample(); i++) {
            values.setAtIndex(JAVA_FLOAT, i, initial);
        }
    }

    private static float initial(Variable variable) {
        return variable.initializer() instanceof Initializer.Constant(var value) ? (float) value : 0;
    }
}
