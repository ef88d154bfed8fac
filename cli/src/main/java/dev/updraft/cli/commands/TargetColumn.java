package dev.updraft.cli.commands;

import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.data.internal.grouped.ColumnFinder;
import dev.updraft.data.internal.profile.TableProfile;
import dev.updraft.data.internal.tables.TableFile;

/** Finds the column that is to be predicted, in a table that has rows. */
final class TargetColumn {
    private TargetColumn() {}

    /**
     * The place of a column.
     *
     * @throws UserMistake if there is none of that name
     */
    static int find(TableFile table, String name) {
        var header = table.header();
        var place = header.indexOf(name);
        if (place < 0) {
            var alike = header.stream().filter(name::equalsIgnoreCase).toList();
            if (alike.size() == 1) {
                return header.indexOf(alike.getFirst());
            }
            throw new UserMistake(table.name() + ": has no column '" + name + "'"
                    + NearestName.of(name, header)
                            .map(nearest -> "; did you mean '" + nearest + "'?")
                            .orElse("; its columns are " + ColumnFinder.listed(header)));
        }
        return place;
    }

    /** @throws UserMistake if there is none, so that nothing can be said of columns */
    static void requireRows(TableProfile table) {
        if (table.rows() == 0) {
            throw new UserMistake(table.name() + ": has a header but no rows; add a row for each sample");
        }
    }
}
