package dev.updraft.compiler.syntax;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.grammar.ModelLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the text into tokens, and reports those that are wrong in themselves. What is as good as right stays in for the
 * parser (a string that lacks its end is a string); what has no meaning is left out.
 */
final class Scanner {

    private final Source source;
    private final List<Token> tokens = new ArrayList<>();

    private Scanner(Source source) {
        this.source = source;
    }

    /** The tokens of the file, the last one EOF. Their indices are offsets in UTF-16 units, as everywhere else. */
    static List<Token> scan(Source source) {
        var scanner = new Scanner(source);
        scanner.scan();
        return scanner.tokens;
    }

    private void scan() {
        var text = source.file().text();
        var lexer = new ModelLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        var codePoint = 0;
        var offset = 0;
        @Nullable Span unknown = null;
        var endOfComment = 0;
        CommonToken token;
        do {
            // ANTLR counts code points.
            token = (CommonToken) lexer.nextToken();
            var length = token.getStopIndex() + 1 - token.getStartIndex();
            var start = text.offsetByCodePoints(offset, token.getStartIndex() - codePoint);
            codePoint = token.getStartIndex() + length;
            offset = text.offsetByCodePoints(start, length);
            token.setStartIndex(start);
            token.setStopIndex(offset - 1);
            if (token.getType() == Token.EOF) {
                placeAtEndOfText(token);
            }

            var span = source.span(token);
            if (start < endOfComment && token.getType() != Token.EOF) {
                continue;
            }
            if (unknown != null && (token.getType() != ModelLexer.UNKNOWN || unknown.end() != start)) {
                reportUnknown(unknown);
                unknown = null;
            }
            if (token.getType() == ModelLexer.UNKNOWN) {
                unknown = unknown == null ? span : unknown.to(span);
                if (span.text().equals("#")) {
                    endOfComment = source.file().lineEnd(span.line());
                }
            } else {
                check(token, span);
                soften(token);
                tokens.add(token);
            }
        } while (token.getType() != Token.EOF);
    }

    /** {@code shared} is a name, but for that before {@code block}: models had values of that name before it was a word. */
    private void soften(Token next) {
        if (next.getType() != ModelLexer.BLOCK
                && !tokens.isEmpty()
                && tokens.getLast() instanceof CommonToken last
                && last.getType() == ModelLexer.SHARED) {
            last.setType(ModelLexer.NAME);
        }
    }

    /** What is missing at the end of a file is shown after its last word, not on an empty line below. */
    private void placeAtEndOfText(CommonToken endOfFile) {
        var end = source.file().text().stripTrailing().length();
        endOfFile.setStartIndex(end);
        endOfFile.setStopIndex(end - 1);
    }

    private void check(CommonToken token, Span span) {
        switch (token.getType()) {
            case ModelLexer.INTEGER, ModelLexer.DECIMAL -> checkRange(span);
            case ModelLexer.STRING -> checkEscapes(span);
            case ModelLexer.MALFORMED_NUMBER -> {
                source.report(
                        Diagnostic.error(Code.M0006, span, "expected a number, found " + Source.quote(span.text()))
                                .withHelp("numbers are written like `32`, `0.5` or `1e-7`; names start with a letter"));
                token.setType(ModelLexer.DECIMAL);
            }
            case ModelLexer.UNTERMINATED_STRING -> {
                source.report(Diagnostic.error(Code.M0004, span, "expected `\"` before the end of the line")
                        .withHelp("a string must end on the line it starts on; `\\\"` is a quote inside it"));
                token.setType(ModelLexer.STRING);
            }
            case ModelLexer.SINGLE_QUOTED_STRING -> {
                var written = span.text();
                var replacement = '"' + written.substring(1, written.length() - 1) + '"';
                source.report(Diagnostic.error(Code.M0005, span, "strings are written in double quotes")
                        .withHelp("write " + Source.quote(replacement))
                        .withEdit(span, replacement));
                token.setType(ModelLexer.STRING);
            }
            default -> {}
        }
    }

    private void checkRange(Span span) {
        var text = span.text();
        var value = Literals.number(text);
        if (value.isPresent() && !Literals.inRange(text, value.getAsDouble())) {
            var limits = Literals.isInteger(text)
                    ? "integers go up to 9007199254740992 (2^53)"
                    : "numbers other than 0 range from 4.9e-324 to 1.8e308, as in float64";
            source.report(Diagnostic.error(Code.M0007, span, Source.quote(text) + " is out of range")
                    .withHelp(limits));
        }
    }

    private void checkEscapes(Span span) {
        var text = span.text();
        var escape = Literals.unknownEscape(text);
        if (escape >= 0) {
            var end = text.offsetByCodePoints(escape, 2);
            var place = source.file().span(span.start() + escape, span.start() + end);
            source.report(Diagnostic.error(Code.M0013, place, Source.quote(place.text()) + " is not an escape sequence")
                    .withHelp("a string may have `\\\"`, `\\\\`, `\\n` and `\\t`; for a backslash write `\\\\`"));
        }
    }

    private void reportUnknown(Span span) {
        var text = span.text();
        var first = text.codePointAt(0);
        var shown = Character.isISOControl(first)
                        || Character.getType(first) == Character.FORMAT
                        || Character.isWhitespace(first)
                        || Character.isSpaceChar(first)
                ? String.format(Locale.ROOT, "U+%04X (%s)", first, Character.getName(first))
                : Source.quote(text);
        var help = switch (first) {
            case '#' -> "comments start with `//`";
            case ';' -> "remove it: lines do not end with `;`";
            case '\'' -> "strings are written in double quotes";
            case '→' -> "the arrow is written `->`";
            case '^' -> "powers are written with `**`, as in x ** 2";
            case '&' -> "write `and`";
            case '|' -> "write `or`";
            case '!' -> "write `not`";
            default -> Character.isLetter(first) ? "names consist of a–z, A–Z, 0–9 and `_`" : null;
        };
        source.report(
                Diagnostic.error(Code.M0005, span, shown + " is not valid here").withHelp(help));
    }
}
