package dev.updraft.compiler.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A diagnostic that a golden file expects, written below the line it is about: {@code //   ^^^^ M0103: message}, where
 * the carets are under the primary span (up to the end of its line) and the message may be any part of the whole.
 *
 * @param file the file it is expected in
 * @param line the line it is about, from 1
 * @param carets the blanks before the carets, and the carets
 * @param code the code as written
 * @param message a part of the message
 */
record ExpectedDiagnostic(SourceFile file, int line, String carets, String code, String message) {

    private static final Pattern SYNTAX = Pattern.compile("(\\s*//[ ]*\\^+) (M\\d{4}): (.+)");

    static List<ExpectedDiagnostic> in(SourceFile file) {
        var expectations = new ArrayList<ExpectedDiagnostic>();
        var offending = 0;
        var lines = file.text().lines().toList();
        for (var line = 1; line <= lines.size(); line++) {
            var matcher = SYNTAX.matcher(lines.get(line - 1));
            if (matcher.matches()) {
                var carets = matcher.group(1).replace('/', ' ');
                expectations.add(new ExpectedDiagnostic(file, offending, carets, matcher.group(2), matcher.group(3)));
            } else {
                offending = line;
            }
        }
        return expectations;
    }

    boolean isMetBy(Diagnostic diagnostic) {
        var primary = diagnostic.primary();
        return primary.file().equals(file)
                && primary.line() == line
                && diagnostic.code().name().equals(code)
                && carets(primary).equals(carets)
                && diagnostic.message().contains(message);
    }

    /** As it is written in a golden file. */
    static String of(Diagnostic diagnostic) {
        var carets = carets(diagnostic.primary());
        return "%s: //%s %s: %s"
                .formatted(
                        diagnostic.primary().location(),
                        carets.length() > 2 ? carets.substring(2) : carets,
                        diagnostic.code(),
                        diagnostic.message());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s:%d: //%s %s: %s", file.name(), line, carets.substring(2), code, message);
    }

    private static String carets(Span span) {
        var end = Math.min(span.end(), span.file().lineEnd(span.line()));
        return " ".repeat(span.column() - 1) + "^".repeat(Math.max(1, end - span.start()));
    }
}
