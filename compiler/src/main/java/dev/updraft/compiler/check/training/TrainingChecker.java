package dev.updraft.compiler.check.training;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.catalog.Declaration;
import dev.updraft.compiler.catalog.Table;
import dev.updraft.compiler.check.evaluation.ArgumentBinder;
import dev.updraft.compiler.check.evaluation.DiagnosticSink;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.FullBatch;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.SplitColumn;
import dev.updraft.compiler.layers.WeightNames;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a model is trained: optimizer and the {@code fit} block. */
public record TrainingChecker(EvaluationScope evaluationScope) {
    /** Names that a message lists. */
    private static final int MOST_NAMES = 20;

    @Nullable
    public Optimizer optimizer(SyntaxTree.Optimizer statement) {
        return make(Catalog.OPTIMIZERS, statement.value());
    }

    public FitSettings fit(SyntaxTree.Fit statement) {
        var settings =
                new ArgumentBinder(evaluationScope).bind(Catalog.FIT, "fit", statement.span(), statement.settings());
        if (settings == null) {
            return FitSettings.DEFAULT;
        }
        requireInside(settings, statement);
        return settings;
    }

    /** A file that comes from elsewhere must not write over whatever it likes. */
    private void requireInside(FitSettings settings, SyntaxTree.Fit statement) {
        for (var argument : statement.settings()) {
            if (argument.name() != null && argument.name().text().equals("callbacks")) {
                var places = elements(argument.value());
                for (var i = 0; i < places.size(); i++) {
                    requireInside(settings.callbacks().get(i), places.get(i));
                }
            }
        }
    }

    private void requireInside(CallbackSettings callback, Expression place) {
        var path = callback.output();
        if (path == null) {
            return;
        }
        var inside = !path.isBlank() && !path.matches("[/\\\\].*|.*:.*|(.*[/\\\\])?\\.\\.([/\\\\].*)?");
        if (!inside || !path.endsWith(callback.ending())) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0305,
                            place.span(),
                            "\"%s\" cannot be written by a model: %s"
                                    .formatted(
                                            path,
                                            inside
                                                    ? "its name must end in " + callback.ending()
                                                    : "it must be in or below the working directory"))
                    .withHelp("other locations can be set on the command line or in Java"));
        }
    }

    /** That the weights of the classes fit a target of so many. */
    public void requireClassWeights(SyntaxTree.Fit statement, FitSettings fit, int classes) {
        var misfit = fit.step().classWeight().misfit(classes);
        if (misfit == null) {
            return;
        }
        evaluationScope.report(Diagnostic.error(Code.M0507, place(statement, "class_weight"), misfit)
                .withHelp(
                        classes == 0
                                ? "class_weight needs a model with exactly one target such as class[10], or one-hot rows"
                                        + " with categorical_crossentropy"
                                : "give one number per class, as in [1, 2.5, 0.5] for three classes, or balanced"));
    }

    /** That there is something for a threshold to decide. */
    public void requireTwoClasses(SyntaxTree.Fit statement, FitSettings fit, LayerGraph graph) {
        if (fit.threshold() != null && graph.ofTwoClasses().isEmpty()) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0511, place(statement, "threshold"), "no target has two classes to decide between")
                    .withHelp("threshold needs a target such as class[2] or class[\"no\", \"yes\"]; of more classes the"
                            + " likeliest is taken"));
        }
    }

    /** Where a setting has its value. */
    private static Span place(SyntaxTree.Fit statement, String name) {
        return statement.settings().stream()
                .filter(setting ->
                        setting.name() != null && setting.name().text().equals(name))
                .findFirst()
                .map(setting -> setting.value().span())
                .orElse(statement.span());
    }

    /** That the columns are there that data is split by. */
    public void requireSplitColumns(SyntaxTree.Fit statement, FitSettings fit, List<LayerGraph.Input> inputs) {
        requireSplitColumn(statement, "validation_split", fit.validationSplit(), inputs);
        requireSplitColumn(statement, "test_split", fit.testSplit(), inputs);
    }

    private void requireSplitColumn(
            SyntaxTree.Fit statement, String setting, DataSplit split, List<LayerGraph.Input> inputs) {
        var name = split.column();
        if (name == null
                || !(SplitColumn.find(split, name, SplitColumn.groups(inputs))
                        instanceof SplitColumn.Misfit(var message, var help, var candidates))) {
            return;
        }
        var place = splitColumn(statement, setting, name);
        var error = Diagnostic.error(Code.M0307, place, message).withHelp(help);
        evaluationScope.report(
                candidates.isEmpty() ? error : DiagnosticSink.didYouMean(error, place, name, candidates));
    }

    /** Where the column is written in {@code by(patient, 0.2)}; the value of the setting if it cannot be told. */
    private static Span splitColumn(SyntaxTree.Fit statement, String setting, String column) {
        var value = statement.settings().stream()
                .filter(argument ->
                        argument.name() != null && argument.name().text().equals(setting))
                .map(SyntaxTree.Argument::value)
                .findFirst();
        if (value.isPresent() && value.get() instanceof SyntaxTree.Call call) {
            for (var argument : call.arguments()) {
                if (isNamed(argument.value(), column)) {
                    return argument.value().span();
                }
            }
        }
        return value.map(Expression::span).orElse(statement.span());
    }

    /** That every name an optimizer has for weights selects some of the network. */
    public void requireWeightNames(SyntaxTree.Optimizer statement, Optimizer optimizer, LayerGraph graph) {
        var options = optimizer.options();
        requireWeightNames(statement, "exclude_from_weight_decay", options.notDecayed(), graph);
        var multiplied = options.multipliers().stream()
                .map(Optimizer.RateMultiplier::name)
                .toList();
        requireWeightNames(statement, "learning_rate_multipliers", multiplied, graph);
        if (optimizer instanceof Optimizer.Muon muon) {
            requireWeightNames(statement, "exclude_layers", muon.adam().layers(), graph);
        }
    }

    /** That the same weights always give the same loss, if the optimizer compares losses. */
    public void requireFullBatch(SyntaxTree.Optimizer statement, LayerGraph graph) {
        var misfit = FullBatch.misfit(graph);
        if (misfit != null) {
            var error = Diagnostic.error(Code.M0510, statement.value().span(), misfit.message())
                    .withHelp(misfit.help());
            evaluationScope.report(misfit.place() == null ? error : error.withLabel(misfit.place(), "here"));
        }
    }

    private void requireWeightNames(
            SyntaxTree.Optimizer statement, String parameter, List<String> names, LayerGraph graph) {
        for (var name : names) {
            if (!WeightNames.selects(name, graph)) {
                var known = WeightNames.of(graph);
                var place = place(statement, parameter, name);
                var error = Diagnostic.error(
                                Code.M0307,
                                place,
                                "there is no weight, layer or block `%s` to train in this network".formatted(name))
                        .withHelp("its blocks, layers and weights are "
                                + known.stream()
                                        .limit(MOST_NAMES)
                                        .map("`%s`"::formatted)
                                        .collect(Collectors.joining(", "))
                                + (known.size() > MOST_NAMES ? " and others" : ""));
                evaluationScope.report(DiagnosticSink.didYouMean(error, place, name, known));
            }
        }
    }

    /** Where an argument of an optimizer has a name; the whole statement if it cannot be told. */
    private static Span place(SyntaxTree.Optimizer statement, String parameter, String name) {
        if (statement.value() instanceof SyntaxTree.Call call) {
            for (var argument : call.arguments()) {
                if (argument.name() != null && argument.name().text().equals(parameter)) {
                    return elements(argument.value()).stream()
                            .map(element -> element instanceof SyntaxTree.Binary factor ? factor.right() : element)
                            .filter(element -> isNamed(element, name))
                            .findFirst()
                            .orElse(argument.value())
                            .span();
                }
            }
        }
        return statement.span();
    }

    private static List<Expression> elements(Expression value) {
        return value instanceof SyntaxTree.ListLiteral(var all, var _) ? all : List.of(value);
    }

    private static boolean isNamed(Expression element, String name) {
        return switch (element) {
            case SyntaxTree.Reference(var found, var _) -> found.text().equals(name);
            case SyntaxTree.StringLiteral(var text, var _) -> text.equals(name);
            case SyntaxTree.ColumnReference(var group, var column, var _) ->
                name.equals(group.text() + "." + column.text());
            default -> false;
        };
    }

    /** What a name and its arguments declare; null if they declare nothing, which has been reported then. */
    <T> @Nullable T make(Table<T> table, Expression expression) {
        return switch (expression) {
            case SyntaxTree.Reference(var name, var _) -> make(table, name, List.of());
            case SyntaxTree.Call(var name, var arguments, var _) -> make(table, name, arguments);
            case SyntaxTree.Chain _,
                    SyntaxTree.NumberLiteral _,
                    SyntaxTree.StringLiteral _,
                    SyntaxTree.BooleanLiteral _,
                    SyntaxTree.ListLiteral _,
                    SyntaxTree.Negate _,
                    SyntaxTree.Not _,
                    SyntaxTree.Subscript _,
                    SyntaxTree.ColumnReference _,
                    SyntaxTree.Binary _ -> {
                evaluationScope.error(
                        Code.M0501, expression.span(), "expected the name of %s".formatted(table.nounWithArticle()));
                yield null;
            }
        };
    }

    private <T> @Nullable T make(Table<T> table, SyntaxTree.Name name, List<SyntaxTree.Argument> arguments) {
        Declaration<T> declaration = table.find(name.text());
        if (declaration != null) {
            return new ArgumentBinder(evaluationScope).bind(declaration, name.text(), name.span(), arguments);
        }
        var error =
                Diagnostic.error(Code.M0501, name.span(), "there is no %s `%s`".formatted(table.noun(), name.text()));
        evaluationScope.report(DiagnosticSink.didYouMean(error, name.span(), name.text(), table.names()));
        return null;
    }
}
