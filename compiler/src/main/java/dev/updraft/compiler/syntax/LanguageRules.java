package dev.updraft.compiler.syntax;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.grammar.ModelLexer;
import dev.updraft.grammar.ModelParser;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * What the language asks beyond its grammar: mostly that lines look like what they mean, since to the grammar line breaks
 * mean nothing. Looks at the parse tree also where that has gaps.
 */
final class LanguageRules {

    /** The most operations inside one another: the stages after this one are recursive. */
    static final int DEEPEST = 512;

    private final Source source;

    private LanguageRules(Source source) {
        this.source = source;
    }

    /** Reports what is wrong in {@code tree}. */
    static void check(ParserRuleContext tree, Source source) {
        new LanguageRules(source).check(tree, 0);
    }

    private void check(ParserRuleContext rule, int depthOutside) {
        var depth = depthOutside + operators(rule);
        if (depth > DEEPEST) {
            tooDeep(rule);
            return;
        }
        switch (rule) {
            case ModelParser.NetworkContext network -> checkLines(network.statement());
            case ModelParser.BlockContext block -> checkLines(block.statement());
            case ModelParser.RepeatContext repeat -> checkLines(repeat.statement());
            case ModelParser.AssignmentOrValueContext statement -> checkAssignmentOrValue(statement);
            case ModelParser.CallContext call -> checkCall(call);
            case ModelParser.StageContext stage -> checkStage(stage);
            case ModelParser.InputContext input -> checkColumns(input.column());
            case ModelParser.ColumnContext column -> checkHeader(column);
            case ModelParser.SlicesContext slices -> checkSlices(slices);
            case ModelParser.ComparisonContext comparison -> checkComparison(comparison);
            case ModelParser.MetricContext metric -> checkMetric(metric);
            case ModelParser.ArgumentContext argument -> checkArgument(argument);
            default -> checkCommas(rule);
        }
        for (var child : rule.children == null ? List.<ParseTree>of() : rule.children) {
            if (child instanceof ParserRuleContext part) {
                check(part, depth);
            }
        }
    }

    /** Operators nest to the left or to the right, one level each. */
    private static int operators(ParserRuleContext rule) {
        var count = 0;
        for (var i = 0; i < rule.getChildCount(); i++) {
            var child = rule.getChild(i);
            var nests = child instanceof ModelParser.ExponentContext || child instanceof ModelParser.SlicesContext;
            switch (type(child)) {
                case ModelLexer.PLUS,
                        ModelLexer.MINUS,
                        ModelLexer.TIMES,
                        ModelLexer.DIVIDE,
                        ModelLexer.AND,
                        ModelLexer.OR,
                        ModelLexer.NOT -> count++;
                default -> count += nests ? 1 : 0;
            }
        }
        return count;
    }

    private static int type(ParseTree node) {
        return node instanceof TerminalNode terminal ? terminal.getSymbol().getType() : Token.INVALID_TYPE;
    }

    private void tooDeep(ParserRuleContext rule) {
        var message = String.format(Locale.ROOT, "operations are nested more than %d deep", DEEPEST);
        source.report(Diagnostic.error(Code.M0008, source.span(rule.getStart()), message)
                .withHelp("name parts of the expression"));
    }

    private void checkLines(List<ModelParser.StatementContext> statements) {
        for (var i = 1; i < statements.size(); i++) {
            var before = statements.get(i - 1);
            var last = before.getStop();
            var first = statements.get(i).getStart();
            if (before.exception == null && last != null && source.line(last) == source.line(first)) {
                var message = "expected `->` or a new line after %s, found %s"
                        .formatted(source.describe(last), source.describe(first));
                var place = source.span(first);
                source.reportFirstOfLine(Diagnostic.error(Code.M0016, place, message)
                        .withHelp("layers are connected by `->`; every statement starts on its own line")
                        .withEdit(source.file().span(place.start(), place.start()), "-> "));
            }
        }
    }

    private void checkAssignmentOrValue(ModelParser.AssignmentOrValueContext statement) {
        var left = statement.opening();
        if (left == null || left.exception != null || left.getStop() == null) {
            return;
        }
        if (statement.ASSIGN() != null) {
            checkName(left, "=", "a value is named by `name = value`");
        } else if (left.ARROW().isEmpty()) {
            var text = Source.quote(source.span(left).text());
            source.reportFirstOfLine(Diagnostic.error(Code.M0014, firstLine(left), text + " is not used")
                    .withHelp("write `->` and a layer after it, or `name =` before it"));
        }
    }

    private void checkColumns(List<ModelParser.ColumnContext> columns) {
        for (var i = 1; i < columns.size(); i++) {
            var before = columns.get(i - 1);
            var last = before.getStop();
            var first = columns.get(i).getStart();
            if (before.exception == null && last != null && source.line(last) == source.line(first)) {
                source.reportFirstOfLine(Diagnostic.error(
                                Code.M0016,
                                source.span(first),
                                "expected a new line after %s, found %s"
                                        .formatted(source.describe(last), source.describe(first)))
                        .withHelp("every kind of column starts on its own line, as in `age, height: number`"));
            }
        }
    }

    /** A header names one column. */
    private void checkHeader(ModelParser.ColumnContext column) {
        checkCommas(column);
        var kind = column.kind();
        if (kind != null && kind.STRING() != null && column.columnName().size() > 1) {
            source.reportFirstOfLine(Diagnostic.error(
                            Code.M0001,
                            source.span(kind.STRING().getSymbol()),
                            String.format(
                                    Locale.ROOT,
                                    "%s is the name of one column in the table, but %d are declared here",
                                    kind.STRING().getText(),
                                    column.columnName().size()))
                    .withHelp("declare the column on a line of its own"));
        }
    }

    private void checkStage(ModelParser.StageContext stage) {
        var call = stage.call();
        if (call != null && call.columnName() != null && call.columnName().getStop() != null) {
            source.reportFirstOfLine(Diagnostic.error(
                            Code.M0001,
                            source.span(call),
                            "expected a layer after `->`, found the column %s"
                                    .formatted(Source.quote(source.span(call).text())))
                    .withHelp("a column stands at the beginning of a chain"));
        }
    }

    private void checkCall(ModelParser.CallContext call) {
        var arguments = call.arguments();
        if (arguments == null) {
            return;
        }
        var callee = call.getStart();
        var bracket = arguments.getStart();
        if (source.line(bracket) != source.line(callee)) {
            var message = "expected the arguments of %s to start on the same line".formatted(source.describe(callee));
            source.reportFirstOfLine(Diagnostic.error(Code.M0015, source.span(bracket), message)
                    .withLabel(source.span(callee), "the arguments would belong to this")
                    .withHelp("a statement cannot start with `(`: remove the parentheses, or write `name = ` first"));
        }
    }

    /** A line that begins with a bracket never continues the line before. */
    private void checkSlices(ModelParser.SlicesContext slices) {
        var bracket = slices.getStart();
        var siblings = slices.getParent().children;
        var before = ((ParserRuleContext) siblings.get(siblings.indexOf(slices) - 1)).getStop();
        if (source.line(bracket) != source.line(before)) {
            var message = "expected `[` to start on the same line as %s".formatted(source.describe(before));
            source.reportFirstOfLine(Diagnostic.error(Code.M0015, source.span(bracket), message)
                    .withLabel(source.span(before), "the brackets would belong to this")
                    .withHelp("a statement cannot start with `[`: move the brackets up, or write `name = ` first"));
        }
    }

    private void checkComparison(ModelParser.ComparisonContext comparison) {
        if (comparison.sum().size() > 2 && comparison.getStop() != null) {
            var first = (TerminalNode) comparison.getChild(1);
            var second = (TerminalNode) comparison.getChild(3);
            var message = "comparisons do not chain: `%s` follows `%s`".formatted(second.getText(), first.getText());
            source.reportFirstOfLine(Diagnostic.error(Code.M0001, source.span(second.getSymbol()), message)
                    .withLabel(source.span(first.getSymbol()), "the first comparison")
                    .withHelp("write `a < b and b < c`"));
        }
    }

    private void checkMetric(ModelParser.MetricContext metric) {
        if (metric.ASSIGN() != null && metric.exception == null) {
            checkName(metric.expression(0), "=", "a metric of your own is written `name = value`");
        }
    }

    private void checkArgument(ModelParser.ArgumentContext argument) {
        if (argument.word() == null && argument.COLON() != null && argument.exception == null) {
            checkName(argument.expression(), ":", "a named argument is written `name: value`");
        }
    }

    private void checkName(ParserRuleContext left, String symbol, String help) {
        if (left.getStart().getTokenIndex() != left.getStop().getTokenIndex()
                || left.getStart().getType() != ModelLexer.NAME) {
            var text = Source.quote(source.span(left).text());
            var message = "expected a name before `%s`, found %s".formatted(symbol, text);
            source.reportFirstOfLine(
                    Diagnostic.error(Code.M0001, firstLine(left), message).withHelp(help));
        }
    }

    private void checkCommas(ParserRuleContext list) {
        for (var i = 1; i < list.getChildCount(); i++) {
            if (type(list.getChild(i - 1)) == ModelLexer.COMMA && type(list.getChild(i)) == ModelLexer.COMMA) {
                var second = source.span(((TerminalNode) list.getChild(i)).getSymbol());
                source.reportFirstOfLine(Diagnostic.error(Code.M0001, second, "expected something between `,` and `,`")
                        .withEdit(second, ""));
            }
        }
    }

    private Span firstLine(ParserRuleContext rule) {
        var span = source.span(rule);
        var end = Math.min(span.end(), source.file().lineEnd(span.line()));
        return source.file().span(span.start(), end);
    }
}
