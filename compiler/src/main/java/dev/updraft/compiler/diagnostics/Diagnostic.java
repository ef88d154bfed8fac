package dev.updraft.compiler.diagnostics;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message about a file: what was found, what was expected, where, and what to do next.
 *
 * @param code what kind of problem it is; {@code updraft explain CODE} prints the page of a code
 * @param severity whether compilation can continue
 * @param message what was found and what was expected, in one line without a full stop
 * @param primary the location
 * @param secondary other locations that explain it, such as the chain that led to a wrong shape
 * @param help what to do next, if anything
 * @param edit a change that would fix it, if there is an obvious one
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

    /** An error with only a message; the methods below add to it. */
    public static Diagnostic error(Code code, Span primary, String message) {
        return new Diagnostic(code, Severity.ERROR, message, primary, List.of(), null, null);
    }

    /** A warning with only a message; the methods below add to it. */
    public static Diagnostic warning(Code code, Span primary, String message) {
        return new Diagnostic(code, Severity.WARNING, message, primary, List.of(), null, null);
    }

    /** A copy with another location that explains it. */
    public Diagnostic withLabel(Span span, String text) {
        var labels = Stream.concat(secondary.stream(), Stream.of(new Label(span, text)));
        return new Diagnostic(code, severity, message, primary, labels.toList(), help, edit);
    }

    /** A copy that says what to do next. */
    public Diagnostic withHelp(@Nullable String newHelp) {
        return new Diagnostic(code, severity, message, primary, secondary, newHelp, edit);
    }

    /** A copy with a change that would fix it. */
    public Diagnostic withEdit(Span span, String replacement) {
        return new Diagnostic(code, severity, message, primary, secondary, help, new Edit(span, replacement));
    }

    /** How bad a diagnostic is. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** Another location, with a text about it. */
    public record Label(Span span, String text) {}

    /** Replaces the text of {@code span} with {@code replacement}. */
    public record Edit(Span span, String replacement) {}
}
