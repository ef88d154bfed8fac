package dev.updraft.cli.draft;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.data.internal.profile.TableProfile;
import dev.updraft.data.internal.profile.TargetGuess;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model for a table, of any columns.
 *
 * @param name of the model
 * @param text of its file
 * @param learnt how many columns the network sees
 * @param ids how many tell rows apart
 * @param ignored for each column that is not used, which it is and why
 */
public record ModelDraft(String name, String text, int learnt, int ids, List<String> ignored) {
    /** Names of values in the network. */
    static final Set<String> VALUES =
            Set.of("row", "series", "features", "wide", "deep", "logit", "logits", "prediction", "cluster", "oddness");

    /**
     * Drafts a model.
     *
     * @param table with a target
     * @param guess what the target is
     * @param kind what learns
     * @param series how rows follow one another; null if each is a sample
     * @param base name of the table's file, without its ending
     * @param data the file, as the model names it
     * @throws DraftException if no model can be made of the table
     */
    public static ModelDraft of(
            TableProfile table,
            TargetGuess guess,
            DraftKind kind,
            @Nullable SeriesDraft series,
            String base,
            String data) {
        var column = Objects.requireNonNull(table.target(), "a target");
        if (guess instanceof TargetGuess.Impossible(var reason)) {
            throw new DraftException(
                    table.name() + ": column '" + column.header() + "' cannot be predicted: " + reason);
        }
        if (!Identifiers.isQuotable(column.header())) {
            throw new DraftException(table.name() + ": the name of column " + (column.place() + 1)
                    + " has characters that a model cannot write; rename it");
        }
        var target = TargetDraft.of(column, guess);
        var columns = series == null
                ? ColumnDraft.of(table, column.place(), target.name(), guess instanceof TargetGuess.Classes)
                : ColumnDraft.ofWindow(table, series);
        requireLearnt(table, columns, "to learn '" + column.header() + "' from");
        var name = Identifiers.camel(base);
        var text = series == null
                ? text(
                        table,
                        "Predicts " + target.name() + " from the other columns of %s.",
                        name,
                        "input " + input(base, target.name()),
                        declared(target),
                        columns,
                        kind.text(input(base, target.name()), target, encode(columns), table.rows(), Identifiers.quoted(data)))
                : text(
                        table,
                        "Predicts " + target.name() + " " + rows(series.ahead()) + " later from the last "
                                + rows(series.past()) + " of %s.",
                        name,
                        "input series: window("
                                + series.arguments(
                                        named(columns, table, series.order()),
                                        series.by().stream()
                                                .map(place -> named(columns, table, place))
                                                .toList())
                                + ")",
                        declared(target),
                        columns,
                        kind.windowText("series", target, encode(columns), table.rows(), Identifiers.quoted(data)));
        return of(name, text, columns);
    }

    /**
     * Drafts a model that has no target. What makes no distances is left out: texts, and categories of many values.
     *
     * @param table whose columns are all to be learnt from
     * @param kind what learns
     * @param base name of the table's file, without its ending
     * @param data the file, as the model names it
     * @throws DraftException if no model can be made of the table
     */
    public static ModelDraft targetless(TableProfile table, TargetlessKind kind, String base, String data) {
        var columns = ColumnDraft.ofAll(table);
        requireLearnt(table, columns, "whose values can be compared");
        var name = Identifiers.camel(base);
        var input = input(base, "");
        var text = text(
                table,
                kind.doc(),
                name + kind.parameters(),
                "input " + input,
                "",
                columns,
                kind.rest(input, Identifiers.quoted(data)));
        return of(name, text, columns);
    }

    private static ModelDraft of(String name, String text, List<ColumnDraft> columns) {
        return new ModelDraft(name, text, learnt(columns), (int) ids(columns).count(), ignored(columns));
    }

    private static void requireLearnt(TableProfile table, List<ColumnDraft> columns, String what) {
        if (learnt(columns) == 0) {
            throw new DraftException(table.name() + ": has no column " + what
                    + Stream.concat(ignored(columns).stream(), ids(columns))
                            .limit(10)
                            .map(line -> "\n  " + line)
                            .collect(joining()));
        }
    }

    private static int learnt(List<ColumnDraft> columns) {
        return (int) columns.stream()
                .filter(draft -> draft.use() == ColumnDraft.Use.LEARNT)
                .count();
    }

    private static List<String> ignored(List<ColumnDraft> columns) {
        return columns.stream()
                .filter(draft -> draft.use() == ColumnDraft.Use.IGNORED)
                .map(draft -> "'" + Printable.line(draft.column()) + "' is ignored: " + draft.comment())
                .toList();
    }

    /** The line of a target. */
    private static String declared(TargetDraft target) {
        return "    target %s: %s%s%s\n"
                .formatted(
                        target.name(),
                        target.type(),
                        target.header().isEmpty() ? "" : " " + target.header(),
                        target.comment().isEmpty() ? "" : "  // " + target.comment());
    }

    private static String rows(int count) {
        return count + (count == 1 ? " row" : " rows");
    }

    /** The name of a column, which can be written. */
    private static String named(List<ColumnDraft> columns, TableProfile table, int place) {
        var header = table.columns().get(place).header();
        return columns.stream()
                .filter(draft -> draft.column().equals(header))
                .map(ColumnDraft::name)
                .findFirst()
                .orElseThrow(() -> new DraftException(table.name() + ": the name of column " + (place + 1)
                        + " has characters that a model cannot write; rename it"));
    }

    private static Stream<String> ids(List<ColumnDraft> columns) {
        return columns.stream()
                .filter(draft -> draft.use() == ColumnDraft.Use.ID)
                .map(draft -> "'" + Printable.line(draft.column()) + "' is " + draft.comment());
    }

    /** What a row is: of {@code penguins.csv} a penguin, if that is a plain plural. */
    private static String input(String base, String target) {
        if (base.matches("[a-z]{2,}[^siu]s")) {
            var singular = base.substring(0, base.length() - 1);
            if (!singular.endsWith("ie")
                    && !Identifiers.isTaken(singular)
                    && !VALUES.contains(singular)
                    && !singular.equals(target)) {
                return singular;
            }
        }
        return "row";
    }

    /** Of many values, too, a linear model has a weight for each: it learns no vectors. */
    private static String encode(List<ColumnDraft> columns) {
        return columns.stream().anyMatch(column -> column.kind().startsWith("category(most:"))
                ? "encode(max_one_hot: 1000)"
                : "encode";
    }

    /**
     * The text of the file.
     *
     * @param doc what it does, with a place for the name of the table
     * @param name with its parameters
     * @param input up to the bracket of its columns
     * @param target its line; empty if there is none
     * @param rest from the network on
     */
    private static String text(
            TableProfile table,
            String doc,
            String name,
            String input,
            String target,
            List<ColumnDraft> columns,
            String rest) {
        var file = Printable.line(table.name().substring(table.name().lastIndexOf('/') + 1));
        var text = """
                /// %s
                model %s {
                    %s {
                %s    }
                %s
                %s}
                """.formatted(
                        doc.replace("%s", file),
                        name,
                        input,
                        ColumnLines.of(columns, "        "),
                        target,
                        rest);
        if (text.length() > SourceFile.LARGEST) {
            throw new DraftException(String.format(
                    Locale.ROOT,
                    "%s: has %,d columns, more than a model file can name; keep those that matter, or declare one input of"
                            + " numbers: input row: float[%d]",
                    table.name(),
                    table.columns().size(),
                    table.columns().size() - 1));
        }
        return text;
    }

    /**
     * Checks that the compiler takes the model.
     *
     * @throws IllegalStateException if it does not, which is no user's mistake
     */
    public ModelDraft checked() {
        var compilation = Compiler.check(new SourceFile(name + ".model", text), ImportResolver.NONE, Map.of());
        if (compilation.graph() == null) {
            throw new IllegalStateException("the new model has errors: "
                    + compilation.diagnostics().stream()
                            .map(Diagnostic::message)
                            .collect(joining("; ")));
        }
        return this;
    }
}
