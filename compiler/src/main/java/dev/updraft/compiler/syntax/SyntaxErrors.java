package dev.updraft.compiler.syntax;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.grammar.ModelLexer;
import dev.updraft.grammar.ModelParser;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Says of a token that does not belong where it is, in the words of the language, what could stand there. */
final class SyntaxErrors {

    private final Source source;

    SyntaxErrors(Source source) {
        this.source = source;
    }

    /** Reports that {@code offending} is none of the tokens that could follow. */
    void report(Parser parser, Token offending, IntervalSet expectedTypes) {
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
        var message = "expected %s, found `%s`, which is a keyword".formatted(wanted, word);
        return Diagnostic.error(Code.M0012, source.span(keyword), message)
                .withHelp(
                        keyword.getType() == ModelLexer.NOT
                                ? "put it in parentheses, as in a + float(not b)"
                                : "choose another name, such as `my_%s`".formatted(word));
    }

    /** Something should begin, but not with {@code offending}. */
    private Diagnostic noBeginning(Parser parser, Token offending, ExpectedTokens expected, boolean follows) {
        var place = source.span(offending);
        var diagnostic = Diagnostic.error(
                Code.M0001, place, "expected %s, found %s".formatted(expected.describe(), source.describe(offending)));
        if (expected.contains(ModelLexer.SHARED) && source.text(offending).equals("shared")) {
            return diagnostic.withHelp("only blocks can be shared: write `shared block name(x) { … }`");
        }
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
            return diagnostic.withHelp("separate a name and its value with `:`").withEdit(place, ":");
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
