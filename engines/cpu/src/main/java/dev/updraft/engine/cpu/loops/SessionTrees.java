package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The trees of a session's variables, made ready once for all of its graphs. */
public final class SessionTrees {
    private final Map<List<Variable>, PreparedTrees> trees = new HashMap<>();

    /** Those of some variables, made if they are new. */
    public PreparedTrees of(List<Variable> variables, Supplier<PreparedTrees> made) {
        return trees.computeIfAbsent(variables, _ -> made.get());
    }

    /** Says that variables have changed: trees are made ready again before they are used. */
    public void variablesChanged() {
        trees.values().forEach(PreparedTrees::forget);
    }
}
