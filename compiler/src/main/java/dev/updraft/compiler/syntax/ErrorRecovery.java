package dev.updraft.compiler.syntax;

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

/** Where the parser goes on after a token that does not belong where it is, so that one mistake is reported once. */
final class ErrorRecovery extends DefaultErrorStrategy {

    private final Source source;
    private final SyntaxErrors errors;

    ErrorRecovery(Source source) {
        this.source = source;
        this.errors = new SyntaxErrors(source);
    }

    @Override
    protected void reportNoViableAlternative(Parser parser, NoViableAltException e) {
        errors.report(parser, e.getOffendingToken(), parser.getExpectedTokens());
    }

    @Override
    protected void reportInputMismatch(Parser parser, InputMismatchException e) {
        errors.report(parser, e.getOffendingToken(), e.getExpectedTokens());
    }

    @Override
    protected void reportUnwantedToken(Parser parser) {
        if (!inErrorRecoveryMode(parser)) {
            beginErrorCondition(parser);
            errors.report(parser, parser.getCurrentToken(), parser.getExpectedTokens());
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
                errors.report(parser, parser.getCurrentToken(), parser.getExpectedTokens());
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
            errors.report(parser, token, parser.getExpectedTokens());
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
        return getExpectedTokens(parser).toList().stream().noneMatch(ErrorRecovery::isBracket)
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
}
