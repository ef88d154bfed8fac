package dev.updraft.compiler.diagnostics.render;

import dev.updraft.compiler.diagnostics.Diagnostic;

/** A way to write a diagnostic. */
public sealed interface DiagnosticRenderer permits TerminalRenderer, MavenRenderer, JsonRenderer {

    /** The diagnostic in one or more lines, without a last line break. */
    String render(Diagnostic diagnostic);
}
