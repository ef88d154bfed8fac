package dev.updraft.cli.output;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostic.Severity;
import java.util.List;

/** The model does not compile. */
public final class ModelErrors extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Diagnostic> diagnostics;

    public ModelErrors(List<Diagnostic> diagnostics) {
        super(message(diagnostics));
        this.diagnostics = diagnostics;
    }

    /** All errors and warnings, by place. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    private static String message(List<Diagnostic> diagnostics) {
        var errors = diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .count();
        return errors == 1 ? "the model has an error" : "the model has " + errors + " errors";
    }
}
