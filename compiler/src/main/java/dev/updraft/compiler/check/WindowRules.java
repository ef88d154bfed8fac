package dev.updraft.compiler.check;

import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.RowWindow;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.WindowSplit;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a window of rows asks of the rest of a model: of other inputs, of targets and of how data is split. */
record WindowRules(EvaluationScope evaluationScope, List<LayerGraph.Input> inputs) {

    private LayerGraph.@Nullable Input windowed() {
        return inputs.stream()
                .filter(input -> input.columns() != null && input.columns().window() != null)
                .findFirst()
                .orElse(null);
    }

    /** That it is alone, and that targets can be taken of later rows. */
    void checkTargets(List<LayerGraph.Target> targets) {
        var input = windowed();
        if (input == null) {
            return;
        }
        if (inputs.size() > 1) {
            var other = inputs.get(inputs.getFirst().equals(input) ? 1 : 0);
            evaluationScope.report(Diagnostic.error(
                            Code.M0106,
                            other.span(),
                            "a window of rows is the only input of its model, but there is `%s` besides"
                                    .formatted(other.name()))
                    .withLabel(input.span(), "the window")
                    .withHelp("declare what `%s` has as columns of the window".formatted(other.name())));
        }
        var group = Objects.requireNonNull(input.columns());
        var window = Objects.requireNonNull(group.window());
        for (var target : targets) {
            var misfit = misfit(target, group, window);
            if (misfit != null) {
                evaluationScope.report(misfit.withLabel(input.span(), "the window"));
            }
        }
    }

    private static @Nullable Diagnostic misfit(LayerGraph.Target target, ColumnGroup group, RowWindow window) {
        switch (target.type()) {
            case TargetType.Classes classes when classes.positions().rank() == 0 -> {}
            case TargetType.Reals(var shape)
            when shape.rank() == 1 && (shape.dim(0) == 1 || shape.dim(0) == window.ahead()) -> {}
            case TargetType.Reals(var shape)
            when shape.rank() == 1 -> {
                return Diagnostic.error(
                                Code.M0306,
                                target.span(),
                                "the target `%s` has %s numbers, but the window looks %s %s ahead"
                                        .formatted(
                                                target.name(),
                                                shape.dim(0),
                                                window.ahead(),
                                                window.ahead() == 1 ? "row" : "rows"))
                        .withHelp("a target is one number, that of the row `ahead` rows later, or those of all `ahead`"
                                + " rows: write window(ahead: %s, …), or one number".formatted(shape.dim(0)));
            }
            case TargetType.Classes _, TargetType.Reals _, TargetType.Labels _ -> {
                return Diagnostic.error(
                                Code.M0106,
                                target.span(),
                                "the target `%s` of a window is %s, which no column of a table holds"
                                        .formatted(target.name(), target.type().text()))
                        .withHelp(
                                "a target is a number, number[%s], or a class".formatted(Math.max(2, window.ahead())));
            }
        }
        if (window.ahead() == 0) {
            for (var column : group.columns()) {
                if (column.isNamed(target.header())) {
                    return Diagnostic.error(
                                    Code.M0306,
                                    target.span(),
                                    "with ahead: 0 the target `%s` is that of the window's last row, whose column `%s` the"
                                                    .formatted(target.name(), column.name())
                                            + " network sees")
                            .withLabel(column.span(), "the same column")
                            .withHelp("predict a later row with ahead: 1, or declare the column as " + column.name()
                                    + ": ignore");
                }
            }
        }
        return null;
    }

    /** That no row is known from training that a split sets aside. */
    void checkSplits(SyntaxTree.Fit statement, FitSettings fit) {
        var input = windowed();
        if (input == null) {
            return;
        }
        checkSplit(statement, "validation_split", fit.validationPart(), input);
        checkSplit(statement, "test_split", fit.testPart(), input);
    }

    private void checkSplit(SyntaxTree.Fit statement, String setting, DataSplit split, LayerGraph.Input input) {
        var misfit = WindowSplit.misfit(split, Objects.requireNonNull(input.columns()));
        if (misfit != null) {
            evaluationScope.report(Diagnostic.error(Code.M0306, place(statement, setting), misfit.message())
                    .withLabel(input.span(), "the window")
                    .withHelp(misfit.help()));
        }
    }

    private static Span place(SyntaxTree.Fit statement, String name) {
        return statement.settings().stream()
                .filter(setting ->
                        setting.name() != null && setting.name().text().equals(name))
                .findFirst()
                .map(setting -> setting.value().span())
                .orElse(statement.span());
    }
}
