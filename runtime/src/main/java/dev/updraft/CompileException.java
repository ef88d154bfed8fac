package dev.updraft;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.render.TerminalRenderer;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown if a {@code .model} file has errors. The message shows all of them as in a terminal, with snippets and carets. */
public final class CompileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Diagnostic> diagnostics;

    CompileException(List<Diagnostic> diagnostics) {
        super(rendered(diagnostics));
        this.diagnostics = List.copyOf(diagnostics);
    }

    private static String rendered(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(new TerminalRenderer(false)::render).collect(Collectors.joining("\n\n"));
    }

    /** All diagnostics, including warnings, sorted by file and position. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
