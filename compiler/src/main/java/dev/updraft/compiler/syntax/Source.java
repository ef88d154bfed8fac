package dev.updraft.compiler.syntax;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.Span;
import java.util.BitSet;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** The file being parsed: places in it, and what is wrong at them. */
final class Source {

    private static final int LONGEST_QUOTE = 40;

    private final SourceFile file;
    private final Diagnostics diagnostics;
    private final BitSet linesWithErrors = new BitSet();

    Source(SourceFile file, Diagnostics diagnostics) {
        this.file = file;
        this.diagnostics = diagnostics;
    }

    SourceFile file() {
        return file;
    }

    /** Where {@code token} is written; of an inserted token, the place before which it was missing. */
    Span span(Token token) {
        return file.span(token.getStartIndex(), token.getStopIndex() + 1);
    }

    /** From the first to the last token of a rule, or the empty place before which a rule matched nothing. */
    Span span(ParserRuleContext rule) {
        var start = rule.getStart().getStartIndex();
        return file.span(start, Math.max(start, rule.getStop().getStopIndex() + 1));
    }

    String text(Token token) {
        return file.text().substring(token.getStartIndex(), token.getStopIndex() + 1);
    }

    /** Whether a string has its closing quote. */
    boolean isFinished(Token string) {
        return Literals.isFinished(text(string));
    }

    int line(Token token) {
        return file.line(token.getStartIndex());
    }

    /** How messages call {@code token}. */
    String describe(Token token) {
        return token.getType() == Token.EOF ? "the end of the file" : quote(text(token));
    }

    /** {@code text} between backquotes, shortened if it is long. */
    static String quote(String text) {
        if (text.length() <= LONGEST_QUOTE) {
            return "`" + text + "`";
        }
        return "`" + text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE / 2)) + "…`";
    }

    boolean hasErrors() {
        return !linesWithErrors.isEmpty();
    }

    void report(Diagnostic diagnostic) {
        linesWithErrors.set(diagnostic.primary().line());
        diagnostics.report(diagnostic);
    }

    /** Reports it unless its line has an error already, of which it is probably a consequence. */
    void reportFirstOfLine(Diagnostic diagnostic) {
        if (!linesWithErrors.get(diagnostic.primary().line())) {
            report(diagnostic);
        }
    }
}
