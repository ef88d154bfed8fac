package dev.updraft.compiler;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.LayerGraph;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of a file.
 *
 * @param graph the checked model; null if there are errors
 * @param diagnostics all errors and warnings, by place
 */
public record Compilation(@Nullable LayerGraph graph, List<Diagnostic> diagnostics) {
    public Compilation {
        diagnostics = List.copyOf(diagnostics);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, %d diagnostics", graph == null ? "no model" : graph, diagnostics.size());
    }
}
