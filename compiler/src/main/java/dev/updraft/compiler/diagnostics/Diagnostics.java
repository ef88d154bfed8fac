package dev.updraft.compiler.diagnostics;

import dev.updraft.compiler.diagnostics.Diagnostic.Severity;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the diagnostics of all compiler stages, so that all errors in a file are shown at once. */
public final class Diagnostics {

    /** Diagnostics beyond this number are dropped: nobody reads them, and a malicious file could exhaust memory. */
    public static final int LIMIT = 1000;

    private static final Comparator<Diagnostic> BY_POSITION = Comparator.comparing(
                    (Diagnostic diagnostic) -> diagnostic.primary().file().name())
            .thenComparingInt(diagnostic -> diagnostic.primary().start())
            .thenComparingInt(diagnostic -> diagnostic.primary().end());

    private final Map<Key, Diagnostic> reported = new LinkedHashMap<>();
    private boolean errors;

    /** Two diagnostics that are equal in this are duplicates. */
    private record Key(Code code, String message, String file, int start) {}

    /** Adds a diagnostic, unless it duplicates one at the same location. */
    public void report(Diagnostic diagnostic) {
        errors |= diagnostic.severity() == Severity.ERROR;
        var primary = diagnostic.primary();
        var key =
                new Key(diagnostic.code(), diagnostic.message(), primary.file().name(), primary.start());
        if (reported.size() < LIMIT) {
            reported.putIfAbsent(key, diagnostic);
        }
    }

    /** Adds an error without labels, help or edit. */
    public void error(Code code, Span primary, String message) {
        report(Diagnostic.error(code, primary, message));
    }

    /** Whether any error has been reported. */
    public boolean hasErrors() {
        return errors;
    }

    /** Everything reported, by file and position. */
    public List<Diagnostic> all() {
        return reported.values().stream().sorted(BY_POSITION).toList();
    }
}
