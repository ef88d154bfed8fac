package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.program.Program;
import org.jspecify.annotations.Nullable;

/** Which graph of a program. */
public enum Purpose {
    TRAINING,
    EVALUATION,
    PREDICTION;

    /** The graph; null if the program has none for this. */
    public @Nullable Graph graph(Program program) {
        return switch (this) {
            case TRAINING -> program.train();
            case EVALUATION -> program.evaluate();
            case PREDICTION -> program.predict();
        };
    }
}
