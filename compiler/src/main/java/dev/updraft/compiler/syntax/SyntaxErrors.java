package dev.updraft.compiler.syntax;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.grammar.ModelLexer;
import dev.updraft.grammar.ModelParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.FailedPredicateException;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** What the parser does at a token that does not belong where it is: says so in the words of the language, and goes on. */
final class SyntaxErrors extends DefaultErrorStrategy {

    private static final int MOST_ALTERNATIVES = 3;

    private static final IntervalSet KEYWORDS = new IntervalSet(
            ModelLexer.MODEL,
            ModelLexer.BLOCK,
            ModelLexer.IMPORT,
            ModelLexer.INPUT,
            ModelLexer.TARGET,
            ModelLexer.NETWORK,
            ModelLexer.LOSS,
            ModelLexer.OPTIMIZER,
            ModelLexer.METRICS,
            ModelLexer.FIT,
            ModelLexer.REPEAT,
            ModelLexer.RETURN,
            ModelLexer.TRUE,
            ModelLexer.FALSE);

    private final Source source;
    private boolean found;

    SyntaxErrors(Source source) {
        this.source = source;
    }

    /** Whether there has been an error, so that the parse tree has gaps. */
    boolean found() {
        return found;
    }

    @Override
    protected void reportNoViableAlternative(Parser parser, NoViableAltException e) {
        report(parser, e.getOffendingToken(), parser.getExpectedTokens());
    }

    @Override
    protected void reportInputMismatch(Parser parser, InputMismatchException e) {
        report(parser, e.getOffendingToken(), e.getExpectedTokens());
    }

    @Override
    protected void reportUnwantedToken(Parser parser) {
        if (!inErrorRecoveryMode(parser)) {
            beginErrorCondition(parser);
            report(parser, parser.getCurrentToken(), parser.getExpectedTokens());
        }
    }

    @Override
    protected void reportMissingToken(Parser parser) {
        reportUnwantedToken(parser);
    }

    @Override
    protected void reportFailedPredicate(Parser parser, FailedPredicateException e) {
        throw new IllegalStateException("the grammar has no predicates", e);
    }

    /** Skips to a token of {@code set}, stepping over whole pairs of brackets. */
    @Override
    protected void consumeUntil(Parser parser, IntervalSet set) {
        var depth = 0;
        while (true) {
            var type = parser.getInputStream().LA(1);
            if (type == Token.EOF || (depth == 0 && set.contains(type))) {
                return;
            }
            switch (type) {
                case ModelLexer.OPEN_PARENTHESIS, ModelLexer.OPEN_BRACKET, ModelLexer.OPEN_BRACE -> depth++;
                case ModelLexer.CLOSE_PARENTHESIS, ModelLexer.CLOSE_BRACKET, ModelLexer.CLOSE_BRACE ->
                    depth = Math.max(0, depth - 1);
                default -> {}
            }
            parser.consume();
        }
    }

    private void report(Parser parser, Token offending, IntervalSet expected) {
        found = true;
        var previous = parser.getInputStream().LT(-1);
        if (expected.contains(ModelLexer.NAME) && KEYWORDS.contains(offending.getType()) && isName(parser)) {
            var word = source.text(offending);
            source.reportFirstOfLine(Diagnostic.error(
                            Code.M0012,
                            source.span(offending),
                            "expected a name, but `%s` is a word of the language".formatted(word))
                    .withHelp("choose another name, such as `%ss` or `%s_value`".formatted(word, word)));
            return;
        }
        var message = new StringBuilder();
        var alternatives = alternatives(expected);
        if (alternatives.size() <= MOST_ALTERNATIVES) {
            message.append("expected ").append(enumerate(alternatives));
            if (previous != null) {
                message.append(" after ").append(source.describe(previous));
            }
            message.append(", found ").append(source.describe(offending));
        } else {
            message.append(source.describe(offending)).append(" does not belong here");
        }
        var place = place(previous, offending);
        var diagnostic = Diagnostic.error(Code.M0001, place, message.toString()).withHelp(help(offending, expected));
        if (expected.size() == 1 && expected.getMinElement() > 0) {
            var literal = ModelLexer.VOCABULARY.getLiteralName(expected.getMinElement());
            if (literal != null && previous != null) {
                var end = source.span(previous).end();
                diagnostic =
                        diagnostic.withEdit(source.file().span(end, end), literal.substring(1, literal.length() - 1));
            }
        }
        source.reportFirstOfLine(diagnostic);
    }

    /** Where a name is wanted and nothing else would do as well. */
    private static boolean isName(Parser parser) {
        return parser.getContext().getRuleIndex() == ModelParser.RULE_name;
    }

    /** The token found; or, if that is on a later line, the place right after the token before it. */
    private Span place(@Nullable Token previous, Token offending) {
        if (previous == null || source.line(previous) == source.line(offending)) {
            return source.span(offending);
        }
        var end = source.span(previous).end();
        return source.file().span(end, end);
    }

    private static @Nullable String help(Token offending, IntervalSet expected) {
        if (expected.contains(ModelLexer.INPUT) && offending.getType() == ModelLexer.NAME) {
            return "a model is made of `input`, `target`, `network`, `loss`, `optimizer`, `metrics` and `fit`";
        }
        if (offending.getType() == ModelLexer.ASSIGN && expected.contains(ModelLexer.COLON)) {
            return "write `name: value`";
        }
        return null;
    }

    /** What may come, a sort of thing counting as one. */
    private static List<String> alternatives(IntervalSet expected) {
        var rest = new IntervalSet(expected);
        var alternatives = new ArrayList<String>();
        if (rest.contains(ModelLexer.MODEL) && rest.contains(Token.EOF)) {
            alternatives.add("`model`, `block` or `import`");
            rest = new IntervalSet();
        }
        if (rest.contains(ModelLexer.INPUT) && !rest.contains(ModelLexer.NAME)) {
            alternatives.add("a part of a model");
            remove(rest, ModelLexer.INPUT, ModelLexer.TARGET, ModelLexer.NETWORK, ModelLexer.LOSS);
            remove(rest, ModelLexer.OPTIMIZER, ModelLexer.METRICS, ModelLexer.FIT);
        }
        if (rest.contains(ModelLexer.INTEGER)) {
            alternatives.add("a value");
            remove(rest, ModelLexer.INTEGER, ModelLexer.DECIMAL, ModelLexer.STRING, ModelLexer.TRUE, ModelLexer.FALSE);
            remove(rest, ModelLexer.NAME, ModelLexer.OPEN_PARENTHESIS, ModelLexer.OPEN_BRACKET, ModelLexer.MINUS);
            rest = rest.subtract(KEYWORDS);
        }
        if (rest.contains(ModelLexer.RETURN) && !rest.contains(ModelLexer.INPUT)) {
            alternatives.add("a statement");
            remove(rest, ModelLexer.NAME, ModelLexer.OPEN_BRACKET, ModelLexer.REPEAT, ModelLexer.RETURN);
        }
        if (rest.contains(ModelLexer.REPEAT) && !rest.contains(ModelLexer.INPUT)) {
            alternatives.add("a layer");
            remove(rest, ModelLexer.NAME, ModelLexer.REPEAT);
        }
        if (rest.contains(ModelLexer.NAME)) {
            alternatives.add("a name");
            remove(rest, ModelLexer.NAME);
            rest = rest.subtract(KEYWORDS);
        }
        if (rest.contains(ModelLexer.STRING)) {
            alternatives.add("a string");
            remove(rest, ModelLexer.STRING);
        }
        addSymbols(rest, alternatives);
        return alternatives;
    }

    /** Adds the symbols of {@code rest}; an operator could nearly always follow and is worth no mention beside others. */
    private static void addSymbols(IntervalSet rest, List<String> alternatives) {
        var operators = new IntervalSet(
                ModelLexer.PLUS,
                ModelLexer.MINUS,
                ModelLexer.TIMES,
                ModelLexer.DIVIDE,
                ModelLexer.ARROW,
                ModelLexer.OPEN_PARENTHESIS,
                ModelLexer.OPEN_BRACKET);
        var symbols = rest.subtract(operators);
        for (var type : (symbols.isNil() ? rest : symbols).toList()) {
            alternatives.add(type == Token.EOF ? "the end of the file" : symbol(type));
        }
    }

    private static String symbol(int type) {
        var literal = ModelLexer.VOCABULARY.getLiteralName(type);
        return literal == null ? ModelLexer.VOCABULARY.getDisplayName(type) : literal.replace('\'', '`');
    }

    private static void remove(IntervalSet set, int... types) {
        for (var type : types) {
            set.remove(type);
        }
    }

    private static String enumerate(List<String> alternatives) {
        if (alternatives.size() == 1) {
            return alternatives.getFirst();
        }
        var last = alternatives.size() - 1;
        return String.join(", ", alternatives.subList(0, last)) + " or " + alternatives.get(last);
    }
}
