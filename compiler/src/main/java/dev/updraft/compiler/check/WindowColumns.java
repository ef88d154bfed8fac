package dev.updraft.compiler.check;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.ArgumentBinder;
import dev.updraft.compiler.check.evaluation.DiagnosticSink;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.RowWindow;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that a sample of a group is, and the columns that put them in order: {@code window(past: 48, order: time)}. */
record WindowColumns(EvaluationScope evaluationScope, SyntaxTree.Group group, List<Column> columns) {

    /** What {@code rows} declares; null if it declares nothing, which has been reported then. */
    @Nullable
    RowWindow of(SyntaxTree.Rows rows) {
        var type = rows.type();
        var name = type.name();
        var declaration = Catalog.ROW_WINDOWS.find(name.text());
        if (declaration == null) {
            var input = group.name().text();
            var error = Diagnostic.error(
                            Code.M0106,
                            rows.span(),
                            "`%s` is no type of a group of columns, nor does it take arguments".formatted(name.text()))
                    .withHelp(
                            "write input %s { … } for a row of columns, window(…) { … } for rows in the order of time,"
                                            .formatted(input)
                                    + " or input %s: float[4] for a tensor".formatted(input));
            evaluationScope.report(
                    DiagnosticSink.didYouMean(error, name.span(), name.text(), Catalog.ROW_WINDOWS.names()));
            return null;
        }
        if (!type.arguments().isEmpty() || type.positions() != null) {
            evaluationScope.report(Diagnostic.error(Code.M0106, type.span(), "`window` has no extents")
                    .withHelp("the number of rows is an argument: window(past: 48, order: time)"));
            return null;
        }
        var window = new ArgumentBinder(evaluationScope).bind(declaration, name.text(), name.span(), rows.arguments());
        return window == null ? null : resolved(rows, window);
    }

    private @Nullable RowWindow resolved(SyntaxTree.Rows rows, RowWindow window) {
        if (window.order() == null) {
            return inOrderOfTable(rows, window);
        }
        var order = find(window.order(), place(rows, "order"));
        var by = new ArrayList<Column>();
        for (var name : window.by()) {
            var column = find(name, place(rows, "by"));
            if (column != null) {
                by.add(column);
            }
        }
        if (order == null || by.size() < window.by().size()) {
            return null;
        }
        var misfit = misfit(rows, window, order, by);
        if (misfit != null) {
            evaluationScope.report(misfit);
            return null;
        }
        return new RowWindow(
                window.past(),
                window.ahead(),
                window.stride(),
                order.name(),
                by.stream().map(Column::name).toList(),
                window.every());
    }

    /** Without a column that gives the order, rows are one series, and evenly spaced. */
    private @Nullable RowWindow inOrderOfTable(SyntaxTree.Rows rows, RowWindow window) {
        var argument = window.every() != null ? "every" : window.by().isEmpty() ? "" : "by";
        if (argument.isEmpty()) {
            return window;
        }
        evaluationScope.report(Diagnostic.error(
                        Code.M0306,
                        place(rows, argument),
                        "`%s` needs a column that gives the order of the rows".formatted(argument))
                .withHelp("name it, as in window(past: %s, order: time, …)".formatted(window.past())));
        return null;
    }

    private @Nullable Column find(String name, Span place) {
        for (var column : columns) {
            if (name.equals(column.name()) || name.equals(group.name().text() + "." + column.name())) {
                return column;
            }
        }
        var names = columns.stream().map(Column::name).toList();
        var error = Diagnostic.error(
                        Code.M0307,
                        place,
                        "there is no column `%s` in `%s`"
                                .formatted(name, group.name().text()))
                .withHelp("declare it in the window, as in " + name + ": datetime, or " + name
                        + ": id for a column that is not to be learnt from");
        evaluationScope.report(DiagnosticSink.didYouMean(error, place, name, names));
        return null;
    }

    private static @Nullable Diagnostic misfit(SyntaxTree.Rows rows, RowWindow window, Column order, List<Column> by) {
        if (!(order.kind() instanceof ColumnKind.Numeric
                || order.kind() instanceof ColumnKind.Date
                || order.kind() instanceof ColumnKind.DateTime)) {
            return wrong(
                    place(rows, "order"),
                    order,
                    "rows cannot be put in the order of `%s`, which is %s"
                            .formatted(order.name(), order.kind().text()),
                    "the order is that of a date, a datetime or a number, such as a year");
        }
        if (((ColumnKind.Measured) order.kind()).optional()) {
            return wrong(
                    place(rows, "order"),
                    order,
                    "`%s` gives the order of the rows, but may be missing".formatted(order.name()),
                    "remove `optional: true`");
        }
        if (window.every() != null && order.kind() instanceof ColumnKind.Numeric) {
            return wrong(
                    place(rows, "every"),
                    order,
                    "`every` is a time, but the order is that of `%s`, a number".formatted(order.name()),
                    "remove `every`, or declare the column as date or datetime");
        }
        for (var column : by) {
            if (column.kind() instanceof ColumnKind.Ignored) {
                return wrong(
                        place(rows, "by"),
                        column,
                        "the column `%s` is ignored, and never read".formatted(column.name()),
                        "declare it as " + column.name() + ": id, which is read and not learnt from");
            }
            if (column.equals(order)) {
                return wrong(
                        place(rows, "by"),
                        column,
                        "`%s` is the order of the rows and cannot also part them".formatted(column.name()),
                        "name the column that tells the series apart, or remove `by`");
            }
        }
        return new HashSet<>(by).size() == by.size()
                ? null
                : Diagnostic.error(Code.M0306, place(rows, "by"), "a column stands twice in `by`")
                        .withHelp("name each column once");
    }

    private static Diagnostic wrong(Span place, Column column, String message, String help) {
        return Diagnostic.error(Code.M0306, place, message)
                .withLabel(column.span(), "declared here")
                .withHelp(help);
    }

    /** Where an argument has its value; all of {@code rows} if it has no name. */
    static Span place(SyntaxTree.Rows rows, String name) {
        return rows.arguments().stream()
                .filter(argument ->
                        argument.name() != null && argument.name().text().equals(name))
                .findFirst()
                .map(argument -> argument.value().span())
                .orElse(rows.span());
    }
}
