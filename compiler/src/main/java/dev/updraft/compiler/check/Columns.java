package dev.updraft.compiler.check;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.ArgumentBinder;
import dev.updraft.compiler.check.evaluation.DiagnosticSink;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.RowWindow;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of a group: {@code input customer { tenure: number … }}. */
record Columns(EvaluationScope evaluationScope) {
    private static final int MOST_COLUMNS = 100_000;
    private static final int MOST_NUMBERS = 10_000_000;

    /** The group; null if there is none, which has been reported then. */
    @Nullable
    ColumnGroup of(SyntaxTree.Group group) {
        var columns = new ArrayList<Column>();
        var names = new HashMap<String, Span>();
        var kinds = new HashMap<SyntaxTree.Kind, ColumnKind>();
        var complete = true;
        for (var declared : group.columns()) {
            var name = declared.name().text();
            var before = names.putIfAbsent(name, declared.name().span());
            if (before != null) {
                evaluationScope.report(Diagnostic.error(
                                Code.M0203, declared.name().span(), "there is a column `%s` already".formatted(name))
                        .withLabel(before, "here"));
                complete = false;
            }
            // Of several names on a line the kind is looked at once.
            var kind = kinds.containsKey(declared.kind())
                    ? kinds.get(declared.kind())
                    : kinds.computeIfAbsent(declared.kind(), this::kind);
            complete &= kind != null;
            if (kind != null) {
                var header = declared.kind().header() == null
                        ? name
                        : declared.kind().header().value();
                columns.add(new Column(name, header, declared.doc(), kind, declared.span()));
            }
        }
        if (!complete) {
            return null;
        }
        if (group.rows() == null) {
            return checked(group, columns, null);
        }
        var window = new WindowColumns(evaluationScope, group, columns).of(group.rows());
        return window == null ? null : checked(group, columns, window);
    }

    private @Nullable ColumnGroup checked(SyntaxTree.Group group, List<Column> columns, @Nullable RowWindow window) {
        if (columns.stream()
                .allMatch(column ->
                        column.kind() instanceof ColumnKind.Id || column.kind() instanceof ColumnKind.Ignored)) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0410,
                            group.span(),
                            "the group `%s` has no column to learn from"
                                    .formatted(group.name().text()))
                    .withHelp("declare columns, as in age: number"));
            return null;
        }
        var numbers = (window == null ? 1 : window.past())
                * columns.stream()
                        .mapToLong(column -> column.kind() instanceof ColumnKind.Text(var most) ? most : 5)
                        .sum();
        if (columns.size() > MOST_COLUMNS || numbers > MOST_NUMBERS) {
            evaluationScope.error(
                    Code.M0105,
                    group.span(),
                    String.format(
                            Locale.ROOT,
                            "the group has %d columns with up to %d numbers for a %s; at most %d and %d are supported",
                            columns.size(),
                            numbers,
                            window == null ? "row" : "window",
                            MOST_COLUMNS,
                            MOST_NUMBERS));
            return null;
        }
        var headers = new HashMap<String, Column>();
        for (var column : columns) {
            var before = headers.putIfAbsent(column.header(), column);
            if (before != null) {
                evaluationScope.report(Diagnostic.error(
                                Code.M0203,
                                column.span(),
                                "`%s` and `%s` are the same column of the table, \"%s\""
                                        .formatted(before.name(), column.name(), column.header()))
                        .withLabel(before.span(), "the first"));
                return null;
            }
        }
        return new ColumnGroup(columns, window);
    }

    private @Nullable ColumnKind kind(SyntaxTree.Kind declared) {
        var name = declared.name();
        var declaration = Catalog.COLUMN_KINDS.find(name.text());
        if (declaration == null) {
            var error = Diagnostic.error(
                            Code.M0106, name.span(), "there is no kind of column `%s`".formatted(name.text()))
                    .withHelp("kinds of columns are " + String.join(", ", Catalog.COLUMN_KINDS.names()));
            evaluationScope.report(
                    DiagnosticSink.didYouMean(error, name.span(), name.text(), Catalog.COLUMN_KINDS.names()));
            return null;
        }
        var kind =
                new ArgumentBinder(evaluationScope).bind(declaration, name.text(), name.span(), declared.arguments());
        var values = declared.values();
        if (kind == null || values == null) {
            return kind;
        }
        if (!(kind instanceof ColumnKind.Category(var _, var _, var ordered))) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0106,
                            declared.span(),
                            "a column of `%s` has no values in brackets".formatted(name.text()))
                    .withHelp("remove the brackets, or declare a category, as in category[\"basic\", \"plus\"]"));
            return null;
        }
        return closed(declared, values, ordered);
    }

    /** A category whose values the file names. */
    private @Nullable ColumnKind closed(SyntaxTree.Kind declared, List<SyntaxTree.Expression> values, boolean ordered) {
        var names = new ArrayList<String>();
        for (var value : values) {
            if (value instanceof SyntaxTree.StringLiteral(var text, var _)) {
                names.add(text.strip());
            }
        }
        if (names.isEmpty()
                || names.size() < values.size()
                || names.contains("")
                || new HashSet<>(names).size() < names.size()) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0106, declared.span(), "`category` expects different values in quotes")
                    .withHelp("write category[\"basic\", \"plus\"], or category to learn the values from the data"));
            return null;
        }
        if (declared.arguments().stream()
                .anyMatch(argument ->
                        argument.name() == null || argument.name().text().equals("most"))) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0306,
                            declared.span(),
                            "a category with values has as many as there are: `most` has no meaning")
                    .withHelp("remove `most`, or the values"));
            return null;
        }
        return new ColumnKind.Category(names, names.size(), ordered);
    }
}
