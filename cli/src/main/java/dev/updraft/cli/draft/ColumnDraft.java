package dev.updraft.cli.draft;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.data.internal.profile.ColumnProfile;
import dev.updraft.data.internal.profile.TableProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * How a column is declared.
 *
 * @param name in the model
 * @param column its name in the table
 * @param kind with its arguments
 * @param header in quotes; empty if the column is found by its name
 * @param comment why it is declared so; empty if that is plain
 * @param use what becomes of it
 */
record ColumnDraft(String name, String column, String kind, String header, String comment, Use use) {
    private static final double MOSTLY = 0.5;

    /** What becomes of a column. */
    enum Use {
        LEARNT,
        ID,
        IGNORED
    }

    /** Otherwise declared. */
    ColumnDraft as(String otherKind, String otherComment, Use otherUse) {
        return new ColumnDraft(name, column, otherKind, header, otherComment, otherUse);
    }

    /**
     * The columns of rows that follow one another, in the order of the table. What the target was before is known, and nothing
     * else gives it away.
     */
    static List<ColumnDraft> ofWindow(TableProfile table, SeriesDraft series) {
        var names = new ColumnNames(
                table.columns().stream().map(ColumnProfile::header).toList());
        var drafts = new ArrayList<ColumnDraft>();
        for (var column : table.columns()) {
            if (!Identifiers.isQuotable(column.header())) {
                continue;
            }
            var guess = table.guesses().get(column.place());
            var name = names.of(column.header(), column.place());
            var draft = declared(column, name, guess.kind(), guess.text(), guess.reason());
            drafts.add(series.declared(draft, column.place(), table));
        }
        return drafts;
    }

    /**
     * All columns but the target, in the order of the table. One whose name cannot be written is left out.
     *
     * @param target place of the target
     */
    static List<ColumnDraft> of(TableProfile table, int target, String targetName, boolean ofClasses) {
        var names = new ColumnNames(
                table.columns().stream().map(ColumnProfile::header).toList());
        var drafts = new ArrayList<ColumnDraft>();
        for (var column : table.columns()) {
            if (column.place() == target || !Identifiers.isQuotable(column.header())) {
                continue;
            }
            var name = names.of(column.header(), column.place());
            var equal = table.firstEqual().get(column.place());
            var leak = table.leak(column.place(), ofClasses);
            var guess = table.guesses().get(column.place());
            String ignored;
            if (leak.isPresent() && guess.isUsed()) {
                ignored = "may give " + targetName + " away: " + leak.get();
            } else if (equal != column.place() && equal != target && guess.isUsed()) {
                ignored = "the same as '" + table.columns().get(equal).header() + "' in every row";
            } else {
                drafts.add(declared(column, name, guess.kind(), guess.text(), guess.reason()));
                continue;
            }
            drafts.add(new ColumnDraft(
                    name.text(), column.header(), "ignore", name.header(), Printable.line(ignored), Use.IGNORED));
        }
        return drafts;
    }

    /** All columns of a model without a target, in the order of the table. One whose name cannot be written is left out. */
    static List<ColumnDraft> ofAll(TableProfile table) {
        return of(table, TableProfile.NO_TARGET, "", false).stream()
                .map(draft -> switch (draft.kind().replaceFirst("\\(.*", "")) {
                    case "text" -> draft.without("a text has no distance from another");
                    case "category" ->
                        draft.kind().startsWith("category(most:")
                                ? draft.without("it has too many values to compare")
                                : draft;
                    default -> draft;
                })
                .toList();
    }

    private ColumnDraft without(String reason) {
        return as("ignore", reason, Use.IGNORED);
    }

    private static ColumnDraft declared(
            ColumnProfile column, ColumnNames.Name name, ColumnKind kind, String text, String reason) {
        var use = switch (kind) {
            case ColumnKind.Id _ -> Use.ID;
            case ColumnKind.Ignored _ -> Use.IGNORED;
            case ColumnKind.Measured _, ColumnKind.Category _, ColumnKind.Text _ -> Use.LEARNT;
        };
        var gaps = use == Use.LEARNT && column.missing() > MOSTLY * column.rows()
                ? "missing in " + column.missingPercent() + " % of the rows"
                : "";
        return new ColumnDraft(name.text(), column.header(), text, name.header(), gaps.isEmpty() ? reason : gaps, use);
    }
}
