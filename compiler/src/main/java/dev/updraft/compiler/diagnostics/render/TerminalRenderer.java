package dev.updraft.compiler.diagnostics.render;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostic.Edit;
import dev.updraft.compiler.diagnostics.Diagnostic.Severity;

/**
 * For people at a terminal, laid out as by rustc:
 *
 * <pre>
 * error[M0001]: expected `:` after `image`, found `float`
 *   --> net.model:2:17
 *    |
 *  2 |     input image float[32, 32, 3]
 *    |                 ^^^^^
 *    = help: insert `:`
 * </pre>
 */
public final class TerminalRenderer implements DiagnosticRenderer {

    private static final int DEFAULT_WIDTH = 100;

    private final Style style;
    private final int width;

    /**
     * A renderer for lines of 100 columns.
     *
     * @param colour whether to use ANSI colours
     */
    public TerminalRenderer(boolean colour) {
        this(colour, DEFAULT_WIDTH);
    }

    /**
     * A renderer for lines of the given width.
     *
     * @param colour whether to use ANSI colours
     * @param width the most columns of a source line to show; longer ones are cut around what is underlined
     */
    public TerminalRenderer(boolean colour, int width) {
        this.style = colour ? Style.ANSI : Style.PLAIN;
        this.width = width;
    }

    @Override
    public String render(Diagnostic diagnostic) {
        var error = diagnostic.severity() == Severity.ERROR;
        var title = (error ? "error" : "warning") + "[" + diagnostic.code() + "]";
        var snippet = new Snippet(diagnostic, style, width);
        var rendered = new StringBuilder();
        rendered.append(error ? style.error(title) : style.warning(title))
                .append(style.strong(": " + Printable.of(diagnostic.message())))
                .append('\n')
                .append(snippet.text());
        if (diagnostic.help() != null) {
            rendered.append('\n').append(snippet.note("help: " + Printable.of(diagnostic.help())));
        } else if (diagnostic.edit() != null) {
            rendered.append('\n').append(snippet.note("help: " + Printable.of(describe(diagnostic.edit()))));
        }
        return rendered.toString();
    }

    private static String describe(Edit edit) {
        if (edit.replacement().isBlank()) {
            return "remove `" + edit.span().text() + "`";
        }
        var replacement = "`" + edit.replacement().strip() + "`";
        return edit.span().start() == edit.span().end()
                ? "insert " + replacement
                : "write " + replacement + " instead of `" + edit.span().text() + "`";
    }
}
