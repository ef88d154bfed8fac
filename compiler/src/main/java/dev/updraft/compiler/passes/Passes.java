package dev.updraft.compiler.passes;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.program.Program;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The passes that every graph goes through before an engine sees it, in order. */
public final class Passes {
    private static final List<Pass> SIMPLIFY = List.of(
            new Pass("algebra", AlgebraicSimplifier::simplify),
            new Pass("common subexpressions", CommonSubexpressions::share),
            new Pass("pooling gradients", PoolGradients::shrink));

    private Passes() {}

    /** A program with each of its graphs simplified. */
    public static Program simplify(Program program) {
        return new Program(
                program.inputs(),
                program.targets(),
                program.outputs(),
                program.computedTargets(),
                program.losses(),
                program.variables(),
                simplify(program.predict()),
                simplifyIfPresent(program.evaluate()),
                simplifyIfPresent(program.train()),
                program.scalars());
    }

    /** A graph after all passes. */
    public static Graph simplify(Graph graph) {
        return simplify(graph, (_, _) -> {});
    }

    /**
     * A graph after all passes.
     *
     * @param after sees each pass with the graph that it made
     */
    public static Graph simplify(Graph graph, BiConsumer<Pass, Graph> after) {
        var result = graph;
        for (var pass : SIMPLIFY) {
            result = pass.rewrite().apply(result);
            after.accept(pass, result);
        }
        return result;
    }

    private static @Nullable Graph simplifyIfPresent(@Nullable Graph graph) {
        return graph == null ? null : simplify(graph);
    }
}
