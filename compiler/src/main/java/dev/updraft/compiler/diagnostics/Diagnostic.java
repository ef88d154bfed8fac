package dev.updraft.compiler.diagnostics;

import java.util.List;
import java.util.stream.Stream;
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

    /** An error with nothing but its message; the methods below add to it. */
    public static Diagnostic error(Code code, Span primary, String message) {
        return new Diagnostic(code, Severity.ERROR, message, primary, List.of(), null, null);
    }

    /** A warning with nothing but its message; the methods below add to it. */
    public static Diagnostic warning(Code code, Span primary, String message) {
        return new Diagnostic(code, Severity.WARNING, message, primary, List.of(), null, null);
    }

    /** The same with one more place that explains it. */
    public Diagnostic withLabel(Span span, String text) {
        var labels = Stream.concat(secondary.stream(), Stream.of(new Label(span, text)));
        return new Diagnostic(code, severity, message, primary, labels.toList(), help, edit);
    }

    /** The same with what to do next. */
    public Diagnostic withHelp(@Nullable String newHelp) {
        return new Diagnostic(code, severity, message, primary, secondary, newHelp, edit);
    }

    /** The same with a change that would mend it. */
    public Diagnostic withEdit(Span span, String replacement) {
        return new Diagnostic(code, severity, message, primary, secondary, help, new Edit(span, replacement));
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
