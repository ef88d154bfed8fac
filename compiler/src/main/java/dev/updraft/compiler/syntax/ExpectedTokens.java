package dev.updraft.compiler.syntax;

import dev.updraft.grammar.ModelLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** The tokens that the parser could go on with, as a person would name them. */
final class ExpectedTokens {

    private static final IntervalSet DECLARATIONS =
            new IntervalSet(ModelLexer.MODEL, ModelLexer.SHARED, ModelLexer.BLOCK, ModelLexer.IMPORT, Token.EOF);

    private static final IntervalSet PARTS = new IntervalSet(
            ModelLexer.INPUT,
            ModelLexer.TARGET,
            ModelLexer.NETWORK,
            ModelLexer.LOSS,
            ModelLexer.OPTIMIZER,
            ModelLexer.METRICS,
            ModelLexer.FIT);

    private static final IntervalSet STATEMENTS =
            new IntervalSet(ModelLexer.NAME, ModelLexer.REPEAT, ModelLexer.RETURN);

    private static final IntervalSet VALUES = new IntervalSet(
            ModelLexer.INTEGER,
            ModelLexer.DECIMAL,
            ModelLexer.STRING,
            ModelLexer.TRUE,
            ModelLexer.FALSE,
            ModelLexer.NAME,
            ModelLexer.OPEN_PARENTHESIS,
            ModelLexer.OPEN_BRACKET,
            ModelLexer.MINUS);

    /** These can nearly always follow, and are worth no mention beside others. */
    private static final IntervalSet OPERATORS = new IntervalSet(
            ModelLexer.PLUS,
            ModelLexer.MINUS,
            ModelLexer.TIMES,
            ModelLexer.DIVIDE,
            ModelLexer.POWER,
            ModelLexer.LESS,
            ModelLexer.LESS_EQUAL,
            ModelLexer.GREATER,
            ModelLexer.GREATER_EQUAL,
            ModelLexer.EQUAL,
            ModelLexer.NOT_EQUAL,
            ModelLexer.AND,
            ModelLexer.OR,
            ModelLexer.NOT,
            ModelLexer.ARROW,
            ModelLexer.OPEN_PARENTHESIS,
            ModelLexer.OPEN_BRACKET);

    private static final int LAST_KEYWORD = ModelLexer.NOT;

    private final IntervalSet tokens;

    ExpectedTokens(IntervalSet tokens) {
        this.tokens = tokens;
    }

    boolean contains(int type) {
        return tokens.contains(type);
    }

    /** Whether {@code type} is a word of the language rather than a name. */
    static boolean isKeyword(int type) {
        return 0 < type && type <= LAST_KEYWORD;
    }

    /** Whether a declaration, a part of a model or a statement could begin here. */
    boolean beginSomething() {
        return includes(DECLARATIONS) || includes(PARTS) || includes(STATEMENTS);
    }

    /** The symbol or word, if only one could follow. */
    Optional<String> only() {
        return tokens.size() == 1 ? Optional.ofNullable(literal(tokens.getMinElement())) : Optional.empty();
    }

    /** The words of the language that could follow. */
    List<String> keywords() {
        return tokens.toList().stream()
                .filter(ExpectedTokens::isKeyword)
                .map(ExpectedTokens::literal)
                .toList();
    }

    /** {@code a value, `,` or `)`}. */
    String describe() {
        var rest = new IntervalSet(tokens);
        var kinds = new ArrayList<String>();
        rest = take(rest, DECLARATIONS, "`model`, `block` or `import`", kinds);
        rest = take(rest, PARTS, "a part of a model", kinds);
        rest = take(rest, STATEMENTS, "a statement", kinds);
        rest = take(rest, VALUES, "a value", kinds);
        rest = take(rest, new IntervalSet(ModelLexer.NAME, ModelLexer.REPEAT), "a layer", kinds);
        if (rest.contains(ModelLexer.NAME)) {
            kinds.add("a name");
            rest = keepSymbols(rest);
        }
        if (rest.contains(ModelLexer.STRING)) {
            kinds.add("a string");
            rest = rest.subtract(VALUES);
        }
        var symbols = rest.subtract(OPERATORS);
        for (var type : (symbols.isNil() && kinds.isEmpty() ? rest : symbols).toList()) {
            kinds.add("`" + literal(type) + "`");
        }
        return enumerate(kinds);
    }

    private boolean includes(IntervalSet kind) {
        return kind.subtract(tokens).isNil();
    }

    private static IntervalSet take(IntervalSet rest, IntervalSet kind, String name, List<String> kinds) {
        if (!kind.subtract(rest).isNil()) {
            return rest;
        }
        kinds.add(name);
        return keepSymbols(rest.subtract(kind));
    }

    /** Once something that is made of words is mentioned, single words are no news. */
    private static IntervalSet keepSymbols(IntervalSet tokens) {
        var symbols = new IntervalSet();
        for (var type : tokens.toList()) {
            if (literal(type) != null && !isKeyword(type)) {
                symbols.add(type);
            }
        }
        return symbols;
    }

    private static String enumerate(List<String> kinds) {
        if (kinds.size() == 1) {
            return kinds.getFirst();
        }
        var last = kinds.size() - 1;
        return String.join(", ", kinds.subList(0, last)) + " or " + kinds.get(last);
    }

    private static @Nullable String literal(int type) {
        var quoted = type > 0 ? ModelLexer.VOCABULARY.getLiteralName(type) : null;
        return quoted == null ? null : quoted.substring(1, quoted.length() - 1);
    }
}
