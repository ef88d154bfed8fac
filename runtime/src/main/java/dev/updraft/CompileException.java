package dev.updraft;

import dev.updraft.compiler.diagnostics.Diagnostic;
import java.util.List;

/** A {@code .model} file has errors. The message is all of them as a terminal shows them, with snippets and carets. */
public final class CompileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Diagnostic> diagnostics;

    CompileException(String rendered, List<Diagnostic> diagnostics) {
        super(rendered);
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** Everything the compiler had to say, warnings too, by file and position. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
