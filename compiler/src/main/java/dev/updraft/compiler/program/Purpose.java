package dev.updraft.compiler.program;

import dev.updraft.compiler.ops.Graph;
import org.jspecify.annotations.Nullable;

/** What a graph of a program is run for. */
public enum Purpose {
    TRAIN("training"),
    EVALUATE("evaluation"),
    PREDICT("prediction");

    private final String noun;

    Purpose(String noun) {
        this.noun = noun;
    }

    /** In messages, options and the names of generated classes: {@code training}. */
    public String noun() {
        return noun;
    }

    /** The graph; null if the program has none for this. */
    public @Nullable Graph graph(Program program) {
        return switch (this) {
            case TRAIN -> program.train();
            case EVALUATE -> program.evaluate();
            case PREDICT -> program.predict();
        };
    }
}
