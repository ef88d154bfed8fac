package dev.updraft.compiler.diagnostics.render;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostic.Edit;
import dev.updraft.compiler.diagnostics.Span;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * For programs: one JSON object on one line. Lines and columns count from 1, columns in UTF-16 units; ends are
 * exclusive.
 *
 * <pre>
 * {"event":"diagnostic","code":"M0001","severity":"error","message":"…","file":"net.model","line":2,"column":17,
 *  "end_line":2,"end_column":22,"labels":[{"text":"…","file":…}],"help":null,"edit":{"replacement":":","file":…}}
 * </pre>
 */
public final class JsonRenderer implements DiagnosticRenderer {

    @Override
    public String render(Diagnostic diagnostic) {
        var labels = diagnostic.secondary().stream()
                .map(label -> "{\"text\":%s,%s}".formatted(string(label.text()), place(label.span())))
                .collect(Collectors.joining(",", "[", "]"));
        return "{\"event\":\"diagnostic\",\"code\":\"%s\",\"severity\":\"%s\",\"message\":%s,%s,\"labels\":%s,\"help\":%s,\"edit\":%s}"
                .formatted(
                        diagnostic.code(),
                        diagnostic.severity().name().toLowerCase(Locale.ROOT),
                        string(diagnostic.message()),
                        place(diagnostic.primary()),
                        labels,
                        diagnostic.help() == null ? "null" : string(diagnostic.help()),
                        diagnostic.edit() == null ? "null" : edit(diagnostic.edit()));
    }

    private static String edit(Edit edit) {
        return "{\"replacement\":%s,%s}".formatted(string(edit.replacement()), place(edit.span()));
    }

    private static String place(Span span) {
        var file = span.file();
        return String.format(
                Locale.ROOT,
                "\"file\":%s,\"line\":%d,\"column\":%d,\"end_line\":%d,\"end_column\":%d",
                string(file.name()),
                span.line(),
                span.column(),
                file.line(span.end()),
                file.column(span.end()));
    }

    private static String string(String text) {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
