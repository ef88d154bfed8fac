package dev.updraft.compiler.diagnostics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing the compiler has to say about a file: what was found, what was expected, where, and what to do next.
 *
 * @param code what kind of problem it is; {@code updraft explain CODE} prints the page of a code
 * @param severity whether compilation can go on
 * @param message what was found and what was expected, in one line without a full stop
 * @param primary where
 * @param secondary other places that explain it, such as the chain that led to a wrong shape
 * @param help what to do next, if there is something to say
 * @param edit a change that would mend it, if there is an obvious one
 */
public record Diagnostic(
        Code code,
        Severity severity,
        String message,
        Span primary,
        List<Label> secondary,
        @Nullable String help,
        @Nullable Edit edit) {

    public Diagnostic {
        secondary = List.copyOf(secondary);
    }

    /** How bad a diagnostic is. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** A further place, with what is to be said of it. */
    public record Label(Span span, String text) {}

    /** Replace the text of {@code span} by {@code replacement}. */
    public record Edit(Span span, String replacement) {}
}
