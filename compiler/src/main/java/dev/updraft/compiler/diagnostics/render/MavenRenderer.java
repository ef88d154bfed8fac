package dev.updraft.compiler.diagnostics.render;

import dev.updraft.compiler.diagnostics.Diagnostic;
import java.util.Locale;

/**
 * For build logs: {@code /path/Net.model:[12,8] M0103: message}, as the compiler plugin writes javac's errors, so that
 * editors and build servers find the place; the snippet follows. Maven itself adds {@code [ERROR]}.
 */
public final class MavenRenderer implements DiagnosticRenderer {

    private static final int WIDTH = 100;

    @Override
    public String render(Diagnostic diagnostic) {
        var place = diagnostic.primary();
        var first = String.format(
                Locale.ROOT,
                "%s:[%d,%d] %s: %s",
                Printable.of(place.file().name()),
                place.line(),
                place.column(),
                diagnostic.code(),
                Printable.of(diagnostic.message()));
        var snippet = new Snippet(diagnostic, Style.PLAIN, WIDTH);
        var rendered = first + "\n" + snippet.text();
        return diagnostic.help() == null
                ? rendered
                : rendered + "\n" + snippet.note("help: " + Printable.of(diagnostic.help()));
    }
}
