package dev.updraft.compiler.syntax;

import dev.updraft.grammar.ModelLexer;
import dev.updraft.grammar.ModelParser;
import java.util.List;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Turns ANTLR's tree of a file without errors into ours. */
final class TreeBuilder {

    private final Source source;
    private final CommonTokenStream tokens;
    private final ExpressionBuilder expressions;

    TreeBuilder(Source source, CommonTokenStream tokens) {
        this.source = source;
        this.tokens = tokens;
        this.expressions = new ExpressionBuilder(source);
    }

    SyntaxTree.File file(ModelParser.FileContext file) {
        return new SyntaxTree.File(
                file.importFile().stream().map(this::importFile).toList(),
                file.model().stream().map(this::model).toList(),
                file.block().stream().map(this::block).toList(),
                source.file().span(0, source.file().text().length()));
    }

    private SyntaxTree.Import importFile(ModelParser.ImportFileContext imported) {
        var path = imported.STRING().getSymbol();
        return new SyntaxTree.Import(Literals.string(source.text(path)), source.span(path), source.span(imported));
    }

    private SyntaxTree.Model model(ModelParser.ModelContext model) {
        return new SyntaxTree.Model(
                doc(model),
                expressions.name(model.name()),
                parameters(model.parameters()),
                model.member().stream().map(this::member).toList(),
                source.span(model));
    }

    private SyntaxTree.Block block(ModelParser.BlockContext block) {
        return new SyntaxTree.Block(
                doc(block),
                block.SHARED() != null,
                expressions.name(block.name()),
                parameters(block.parameters()),
                statements(block.statement()),
                source.span(block));
    }

    private List<SyntaxTree.Parameter> parameters(ModelParser.@Nullable ParametersContext parameters) {
        if (parameters == null) {
            return List.of();
        }
        return parameters.parameter().stream().map(this::parameter).toList();
    }

    private SyntaxTree.Parameter parameter(ModelParser.ParameterContext parameter) {
        var names = parameter.name();
        var defaultValue = parameter.expression();
        return new SyntaxTree.Parameter(
                expressions.name(names.getFirst()),
                names.size() > 1 ? expressions.name(names.getLast()) : null,
                defaultValue == null ? null : expressions.expression(defaultValue),
                source.span(parameter));
    }

    private SyntaxTree.Member member(ModelParser.MemberContext member) {
        return switch ((ParserRuleContext) member.getChild(0)) {
            case ModelParser.InputContext input -> input(input);
            case ModelParser.TargetContext target ->
                new SyntaxTree.Target(
                        doc(target),
                        expressions.name(target.name()),
                        type(target.type()),
                        arguments(target.arguments()),
                        header(target.STRING()),
                        source.span(target));
            case ModelParser.NetworkContext network ->
                new SyntaxTree.Network(statements(network.statement()), source.span(network));
            case ModelParser.LossContext loss ->
                new SyntaxTree.Loss(expressions.expression(loss.expression()), source.span(loss));
            case ModelParser.OptimizerContext optimizer ->
                new SyntaxTree.Optimizer(expressions.expression(optimizer.expression()), source.span(optimizer));
            case ModelParser.MetricsContext metrics ->
                new SyntaxTree.Metrics(
                        metrics.metric().stream().map(this::metric).toList(), source.span(metrics));
            case ModelParser.FitContext fit -> fit(fit);
            case ParserRuleContext other -> throw new IllegalStateException("no part of a model: " + other);
        };
    }

    private SyntaxTree.Member input(ModelParser.InputContext input) {
        var name = expressions.name(input.name());
        if (input.OPEN_BRACE() == null && input.arguments() == null) {
            return new SyntaxTree.Input(doc(input), name, type(input.type()), source.span(input));
        }
        return new SyntaxTree.Group(doc(input), name, rows(input), columns(input), source.span(input));
    }

    private SyntaxTree.@Nullable Rows rows(ModelParser.InputContext input) {
        if (input.type() == null) {
            return null;
        }
        var type = source.span(input.type());
        var arguments = input.arguments();
        return new SyntaxTree.Rows(
                type(input.type()), arguments(arguments), arguments == null ? type : type.to(source.span(arguments)));
    }

    private List<SyntaxTree.Column> columns(ModelParser.InputContext group) {
        return group.column().stream()
                .flatMap(column -> {
                    var kind = kind(column.kind());
                    return column.columnName().stream()
                            .map(name -> new SyntaxTree.Column(
                                    doc(column), expressions.name(name), kind, source.span(column)));
                })
                .toList();
    }

    private SyntaxTree.Kind kind(ModelParser.KindContext kind) {
        var values = kind.elements();
        return new SyntaxTree.Kind(
                expressions.name(kind.name()),
                values == null ? null : expressions.elements(values),
                arguments(kind.arguments()),
                header(kind.STRING()),
                source.span(kind));
    }

    private List<SyntaxTree.Argument> arguments(ModelParser.@Nullable ArgumentsContext arguments) {
        return arguments == null ? List.of() : expressions.arguments(arguments);
    }

    private SyntaxTree.@Nullable StringLiteral header(@Nullable TerminalNode string) {
        return string == null
                ? null
                : new SyntaxTree.StringLiteral(
                        Literals.string(source.text(string.getSymbol())), source.span(string.getSymbol()));
    }

    private SyntaxTree.MetricEntry metric(ModelParser.MetricContext metric) {
        var value = expressions.expression(metric.expression().getLast());
        var name = metric.ASSIGN() == null ? null : expressions.name(metric.expression(0));
        return new SyntaxTree.MetricEntry(name, value, source.span(metric));
    }

    private SyntaxTree.Fit fit(ModelParser.FitContext fit) {
        var settings = fit.setting().stream()
                .map(setting -> new SyntaxTree.Argument(
                        expressions.name(setting.argumentName()),
                        expressions.expression(setting.expression()),
                        source.span(setting)))
                .toList();
        return new SyntaxTree.Fit(settings, source.span(fit));
    }

    private SyntaxTree.Type type(ModelParser.TypeContext type) {
        var elements = type.elements().stream().map(expressions::elements).toList();
        return new SyntaxTree.Type(
                expressions.name(type.name()),
                elements.isEmpty() ? List.of() : elements.getFirst(),
                elements.size() < 2 ? null : elements.getLast(),
                source.span(type));
    }

    private List<SyntaxTree.Statement> statements(List<ModelParser.StatementContext> statements) {
        return statements.stream().map(this::statement).toList();
    }

    private SyntaxTree.Statement statement(ModelParser.StatementContext statement) {
        return switch (statement) {
            case ModelParser.AssignmentOrValueContext either ->
                either.ASSIGN() == null ? evaluate(either) : assignment(either);
            case ModelParser.RepeatContext repeat ->
                new SyntaxTree.Repeat(
                        expressions.sum(repeat.sum()), statements(repeat.statement()), source.span(repeat));
            case ModelParser.ReturnContext returned ->
                new SyntaxTree.Return(expressions.expression(returned.expression()), source.span(returned));
            default -> throw new IllegalStateException("no statement: " + statement);
        };
    }

    private SyntaxTree.Evaluate evaluate(ModelParser.AssignmentOrValueContext statement) {
        return new SyntaxTree.Evaluate(expressions.opening(statement.opening()), source.span(statement));
    }

    private SyntaxTree.Assignment assignment(ModelParser.AssignmentOrValueContext statement) {
        return new SyntaxTree.Assignment(
                expressions.name(statement.opening()),
                expressions.expression(statement.expression()),
                source.span(statement));
    }

    /** The text of the {@code ///} lines right before a declaration, without the slashes. */
    private String doc(ParserRuleContext declaration) {
        var comments = tokens.getHiddenTokensToLeft(declaration.getStart().getTokenIndex(), ModelLexer.HIDDEN);
        return comments == null
                ? ""
                : comments.stream()
                        .map(comment ->
                                source.text(comment).substring("///".length()).strip())
                        .collect(Collectors.joining("\n"));
    }
}
