package dev.updraft.compiler.syntax;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.grammar.ModelLexer;
import dev.updraft.grammar.ModelParser;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.FailedPredicateException;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** What the parser does at a token that does not belong where it is: says so in the words of the language, and goes on. */
final class SyntaxErrors extends DefaultErrorStrategy {

    private final Source source;

    SyntaxErrors(Source source) {
        this.source = source;
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

    /** Where an item of a list could begin: what fits none is skipped, so that the next item is looked at. */
    @Override
    public void sync(Parser parser) {
        var state = parser.getATN().states.get(parser.getState());
        var following = parser.getATN().nextTokens(state);
        var loop = state.getStateType() == ATNState.STAR_LOOP_ENTRY || state.getStateType() == ATNState.STAR_LOOP_BACK;
        if (!loop || !(containsClosing(following) || following.contains(Token.EOF))) {
            super.sync(parser);
            return;
        }
        while (!following.contains(parser.getInputStream().LA(1))) {
            if (!inErrorRecoveryMode(parser)) {
                report(parser, parser.getCurrentToken(), parser.getExpectedTokens());
            }
            endErrorCondition(parser);
            if (!consumeUpTo(parser, following)) {
                return;
            }
        }
    }

    /** A word of the language in the place of a name is meant as one. */
    @Override
    public Token recoverInline(Parser parser) {
        var token = parser.getCurrentToken();
        var previous = parser.getInputStream().LT(-1);
        if (parser.getRuleContext() instanceof ModelParser.NameContext
                && ExpectedTokens.isKeyword(token.getType())
                && previous != null
                && source.line(previous) == source.line(token)) {
            report(parser, token, parser.getExpectedTokens());
            return parser.consume();
        }
        return super.recoverInline(parser);
    }

    /** As ANTLR does it, but never for a bracket: they are balanced and have to stay so. */
    @Override
    protected @Nullable Token singleTokenDeletion(Parser parser) {
        return isBracket(parser.getInputStream().LA(1)) ? null : super.singleTokenDeletion(parser);
    }

    /** As ANTLR does it, but never for a bracket. */
    @Override
    protected boolean singleTokenInsertion(Parser parser) {
        return getExpectedTokens(parser).toList().stream().noneMatch(SyntaxErrors::isBracket)
                && super.singleTokenInsertion(parser);
    }

    private static boolean isBracket(int type) {
        return switch (type) {
            case ModelLexer.OPEN_PARENTHESIS,
                    ModelLexer.OPEN_BRACKET,
                    ModelLexer.OPEN_BRACE,
                    ModelLexer.CLOSE_PARENTHESIS,
                    ModelLexer.CLOSE_BRACKET,
                    ModelLexer.CLOSE_BRACE -> true;
            default -> false;
        };
    }

    @Override
    protected void consumeUntil(Parser parser, IntervalSet set) {
        var more = true;
        while (more) {
            more = consumeUpTo(parser, set);
        }
    }

    /**
     * Skips to a token of {@code set}, stepping over pairs of brackets; halts after a pair of braces, since something new
     * may begin there.
     *
     * @return whether there is more to skip
     */
    private static boolean consumeUpTo(Parser parser, IntervalSet set) {
        var depth = 0;
        while (true) {
            var type = parser.getInputStream().LA(1);
            if (type == Token.EOF || (depth == 0 && set.contains(type))) {
                return false;
            }
            parser.consume();
            switch (type) {
                case ModelLexer.OPEN_PARENTHESIS, ModelLexer.OPEN_BRACKET, ModelLexer.OPEN_BRACE -> depth++;
                case ModelLexer.CLOSE_PARENTHESIS, ModelLexer.CLOSE_BRACKET, ModelLexer.CLOSE_BRACE -> {
                    depth--;
                    if (depth <= 0 && type == ModelLexer.CLOSE_BRACE) {
                        return true;
                    }
                }
                default -> {}
            }
        }
    }

    /** What may follow inside the innermost pair of brackets; brackets being balanced, no error reaches beyond. */
    @Override
    protected IntervalSet getErrorRecoverySet(Parser parser) {
        var atn = parser.getATN();
        var set = new IntervalSet();
        RuleContext rule = parser.getContext();
        while (rule != null && rule.invokingState >= 0 && !containsClosing(set)) {
            var invocation = (RuleTransition) atn.states.get(rule.invokingState).transition(0);
            set.addAll(atn.nextTokens(invocation.followState));
            rule = rule.parent;
        }
        set.remove(Token.EPSILON);
        return set;
    }

    private static boolean containsClosing(IntervalSet set) {
        return set.contains(ModelLexer.CLOSE_PARENTHESIS)
                || set.contains(ModelLexer.CLOSE_BRACKET)
                || set.contains(ModelLexer.CLOSE_BRACE);
    }

    private void report(Parser parser, Token offending, IntervalSet expectedTypes) {
        var expected = new ExpectedTokens(expectedTypes);
        var previous = parser.getInputStream().LT(-1);
        var follows = previous != null && source.line(previous) == source.line(offending);
        if (previous == null || expected.beginSomething()) {
            source.reportFirstOfLine(noBeginning(parser, offending, expected, follows));
        } else if (follows && expected.contains(ModelLexer.NAME) && ExpectedTokens.isKeyword(offending.getType())) {
            source.reportFirstOfLine(keywordAsName(expected.describe(), offending));
        } else if (isIn(parser, ModelParser.ArgumentContext.class) && ExpectedTokens.isKeyword(previous.getType())) {
            source.reportFirstOfLine(keywordAsName("a value", previous));
        } else {
            source.reportFirstOfLine(unexpected(parser, previous, offending, expected, follows));
        }
    }

    private Diagnostic keywordAsName(String wanted, Token keyword) {
        var word = source.text(keyword);
        var message = "expected %s, found `%s`, which is a word of the language".formatted(wanted, word);
        return Diagnostic.error(Code.M0012, source.span(keyword), message)
                .withHelp("choose another name, such as `my_%s`".formatted(word));
    }

    /** Something should begin, but not with {@code offending}. */
    private Diagnostic noBeginning(Parser parser, Token offending, ExpectedTokens expected, boolean follows) {
        var place = source.span(offending);
        var diagnostic = Diagnostic.error(
                Code.M0001, place, "expected %s, found %s".formatted(expected.describe(), source.describe(offending)));
        var nearest = NearestName.of(source.text(offending), expected.keywords());
        if (nearest.isPresent()) {
            return diagnostic
                    .withHelp("did you mean `%s`?".formatted(nearest.get()))
                    .withEdit(place, nearest.get());
        }
        if (!expected.contains(ModelLexer.INPUT)) {
            return diagnostic;
        }
        return diagnostic.withHelp(
                follows && isAfterMetrics(parser)
                        ? "metrics are separated by `,`"
                        : "a model is made of `input`, `target`, `network`, `loss`, `optimizer`, `metrics` and `fit`");
    }

    private static boolean isAfterMetrics(Parser parser) {
        return parser.getRuleContext() instanceof ModelParser.ModelContext model
                && !model.member().isEmpty()
                && model.member().getLast().metrics() != null;
    }

    /** Something is under way that cannot go on with {@code offending}. */
    private Diagnostic unexpected(
            Parser parser, Token previous, Token offending, ExpectedTokens expected, boolean follows) {
        var end = source.span(previous).end();
        var afterPrevious = source.file().span(end, end);
        var place = follows ? source.span(offending) : afterPrevious;
        var wanted = isTypeName(parser) ? "a type" : expected.describe();
        var diagnostic = Diagnostic.error(
                Code.M0001,
                place,
                "expected %s after %s, found %s"
                        .formatted(wanted, source.describe(previous), source.describe(offending)));
        var only = expected.only();
        if (offending.getType() == ModelLexer.ASSIGN
                && (expected.contains(ModelLexer.COLON) || isIn(parser, ModelParser.ArgumentsContext.class))) {
            return diagnostic.withHelp("a name and its value are joined by `:`").withEdit(place, ":");
        }
        if (only.isPresent()) {
            return diagnostic.withEdit(afterPrevious, only.get());
        }
        return diagnostic.withHelp(help(parser));
    }

    private static @Nullable String help(Parser parser) {
        if (isTypeName(parser)) {
            return "types are written like `float[32, 32, 3]` or `class[10]`";
        }
        return isIn(parser, ModelParser.ParametersContext.class)
                ? "a parameter is written `name: type` or `name: type = default`"
                : null;
    }

    private static boolean isIn(Parser parser, Class<?> rule) {
        return rule.isInstance(parser.getRuleContext());
    }

    private static boolean isTypeName(Parser parser) {
        return parser.getRuleContext() instanceof ModelParser.NameContext name
                && name.getParent() instanceof ModelParser.TypeContext;
    }
}
