package dev.updraft.compiler.syntax;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.grammar.ModelLexer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Pair;

/**
 * Balances the brackets before anything is parsed: reports those that do not pair up, and adds or drops what is needed
 * to make them. The parser then only sees balanced files, and reports nothing that merely follows from a bracket.
 */
final class Brackets {

    /** Deeper nesting is refused, since parsing is recursive and a hostile file could exhaust the stack. */
    static final int DEEPEST = 64;

    private final Source source;
    private final List<Token> balanced = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private boolean tooDeep;
    private int lineOfUnfinishedString;

    /** An opening bracket and the word that introduced it: MODEL, NETWORK and so on, or 0. */
    private record Open(Token token, int introducedBy) {}

    private Brackets(Source source) {
        this.source = source;
    }

    /** {@code tokens} with its brackets balanced; only EOF if they nest too deeply to be looked at. */
    static List<Token> balance(List<Token> tokens, Source source) {
        var brackets = new Brackets(source);
        brackets.balance(tokens);
        return brackets.tooDeep ? List.of(tokens.getLast()) : brackets.balanced;
    }

    private void balance(List<Token> tokens) {
        var introducing = 0;
        for (var i = 0; i < tokens.size() && !tooDeep; i++) {
            var token = tokens.get(i);
            var type = token.getType();
            switch (type) {
                case ModelLexer.OPEN_PARENTHESIS, ModelLexer.OPEN_BRACKET -> open(token, 0);
                case ModelLexer.OPEN_BRACE -> {
                    open(token, introducing);
                    introducing = 0;
                }
                case ModelLexer.CLOSE_PARENTHESIS, ModelLexer.CLOSE_BRACKET, ModelLexer.CLOSE_BRACE -> {
                    close(token);
                    continue;
                }
                case ModelLexer.MODEL, ModelLexer.BLOCK, ModelLexer.IMPORT -> {
                    if (followed(tokens, i, ModelLexer.NAME, ModelLexer.STRING)) {
                        closeAll(token);
                        introducing = type;
                    }
                }
                case ModelLexer.SHARED -> {
                    if (followed(tokens, i + 1, ModelLexer.NAME)) {
                        closeAll(token);
                    }
                }
                case ModelLexer.INPUT, ModelLexer.TARGET, ModelLexer.LOSS, ModelLexer.OPTIMIZER, ModelLexer.METRICS -> {
                    if (followed(tokens, i, ModelLexer.NAME)) {
                        closeUpToModel(token);
                    }
                }
                case ModelLexer.NETWORK, ModelLexer.FIT -> {
                    if (followed(tokens, i, ModelLexer.OPEN_BRACE)) {
                        closeUpToModel(token);
                        introducing = type;
                    }
                }
                case ModelLexer.REPEAT -> introducing = type;
                case ModelLexer.STRING -> {
                    if (!source.isFinished(token)) {
                        lineOfUnfinishedString = source.line(token);
                    }
                }
                case Token.EOF -> closeAll(token);
                default -> {}
            }
            balanced.add(token);
        }
    }

    private static boolean followed(List<Token> tokens, int index, int... types) {
        var next = tokens.get(index + 1).getType();
        for (var type : types) {
            if (next == type) {
                return true;
            }
        }
        return false;
    }

    private void open(Token token, int introducedBy) {
        open.push(new Open(token, introducedBy));
        if (open.size() > DEEPEST) {
            tooDeep = true;
            var message = String.format(Locale.ROOT, "brackets are nested more than %d deep", DEEPEST);
            source.report(Diagnostic.error(Code.M0008, source.span(token), message)
                    .withHelp("name the inner parts, or make them blocks"));
        }
    }

    private void close(Token closing) {
        if (open.stream().noneMatch(opened -> closing.getType() == closing(opened))) {
            if (closing.getType() == ModelLexer.CLOSE_BRACE || open.isEmpty() || isBrace(open.element())) {
                closesNothing(closing);
            } else {
                closedWrongly(closing);
            }
            return;
        }
        while (closing(open.element()) != closing.getType()) {
            neverClosed(closing);
        }
        open.pop();
        balanced.add(closing);
    }

    private void closesNothing(Token closing) {
        var text = source.text(closing);
        source.report(Diagnostic.error(Code.M0003, source.span(closing), "`%s` has no opening bracket".formatted(text))
                .withHelp("remove it, or check above for a bracket that was closed too early")
                .withEdit(source.span(closing), ""));
    }

    private void closedWrongly(Token closing) {
        var opened = open.pop();
        var right = symbol(closing(opened));
        var message = "expected `%s`, found `%s`".formatted(right, source.text(closing));
        source.report(Diagnostic.error(Code.M0003, source.span(closing), message)
                .withLabel(source.span(opened.token()), "the bracket to close")
                .withEdit(source.span(closing), right));
        insert(closing(opened), closing);
    }

    /** Closes the innermost bracket before {@code next}, which shows that it should have been closed by then. */
    private void neverClosed(Token next) {
        var opened = open.pop();
        var closing = closing(opened);
        insert(closing, next);
        if (source.line(opened.token()) == lineOfUnfinishedString) {
            return; // The closing bracket is probably there, but taken for a part of the string.
        }
        var message = "`%s` is never closed".formatted(source.text(opened.token()));
        var label = "expected `%s` before %s".formatted(symbol(closing), source.describe(next));
        source.report(Diagnostic.error(Code.M0002, source.span(opened.token()), message)
                .withLabel(source.span(next), label));
    }

    private void closeAll(Token next) {
        while (!open.isEmpty()) {
            neverClosed(next);
        }
    }

    /** A part of a model begins: what is open inside the model should have been closed. */
    private void closeUpToModel(Token part) {
        if (open.stream().anyMatch(opened -> opened.introducedBy() == ModelLexer.MODEL)) {
            while (open.element().introducedBy() != ModelLexer.MODEL) {
                neverClosed(part);
            }
        }
    }

    private void insert(int type, Token before) {
        var start = before.getStartIndex();
        var origin = new Pair<>(before.getTokenSource(), before.getInputStream());
        var token = new CommonToken(origin, type, Token.DEFAULT_CHANNEL, start, start - 1);
        balanced.add(token);
    }

    private static boolean isBrace(Open opened) {
        return opened.token().getType() == ModelLexer.OPEN_BRACE;
    }

    private static int closing(Open opened) {
        return switch (opened.token().getType()) {
            case ModelLexer.OPEN_PARENTHESIS -> ModelLexer.CLOSE_PARENTHESIS;
            case ModelLexer.OPEN_BRACKET -> ModelLexer.CLOSE_BRACKET;
            default -> ModelLexer.CLOSE_BRACE;
        };
    }

    private static String symbol(int type) {
        var quoted = ModelLexer.VOCABULARY.getLiteralName(type);
        return quoted.substring(1, quoted.length() - 1);
    }
}
