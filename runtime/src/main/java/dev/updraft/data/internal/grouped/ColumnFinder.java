package dev.updraft.data.internal.grouped;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the columns of a model in the header of a table. */
public final class ColumnFinder {
    private static final int MOST_SHOWN = 10;

    private final String file;
    private final List<String> header;

    /** @param file for messages */
    ColumnFinder(String file, List<String> header) {
        this.file = file;
        this.header = header;
    }

    /**
     * The table's name of a column; null for an id that it does not have.
     *
     * @throws DataException if it has no such column, or several
     */
    @Nullable
    String find(String input, Column column) {
        var name = exact(column.header());
        if (name != null) {
            return name;
        }
        var alike = alike(column);
        if (alike.size() == 1) {
            return alike.getFirst();
        }
        if (column.kind() instanceof ColumnKind.Id && alike.isEmpty()) {
            return null;
        }
        var declared = "`" + column.name() + "` of input `" + input + "`";
        if (alike.size() > 1) {
            throw new DataException(
                    file + ": has no column '" + column.header() + "' for " + declared + ", but several like it: "
                            + listed(alike) + "; write the one that is meant behind its kind: " + column.name() + ": "
                            + column.kind().text() + " \"" + alike.getFirst() + "\"");
        }
        throw missing(
                declared, column.header(), column.name() + ": " + column.kind().text());
    }

    /**
     * The table's name of a target.
     *
     * @throws DataException if it has no such column
     */
    String find(DataSpec.Target target) {
        var name = exactOrAlike(target.header());
        if (name == null) {
            throw missing(
                    "target `" + target.name() + "`",
                    target.header(),
                    "target " + target.name() + ": " + target.type().text());
        }
        return name;
    }

    /**
     * The table's name of the sample weights.
     *
     * @throws DataException if it has no such column
     */
    String findWeight(String weight) {
        var name = exactOrAlike(weight);
        if (name == null) {
            throw new DataException(file + ": has no column '" + weight + "' as set by sample_weight; its columns are "
                    + listed(header) + "; correct sample_weight, or remove it");
        }
        return name;
    }

    /**
     * The table's name of a column that the model was trained on.
     *
     * @param known all of them, for the message
     * @throws DataException if it has no such column
     */
    String findKnown(String name, List<String> known) {
        var found = exactOrAlike(name);
        if (found == null) {
            throw new DataException(file + ": has no column '" + name + "', which the model was trained on; its columns"
                    + " are " + listed(header) + "; name the columns as in the training data (" + listed(known)
                    + "), or train the model again");
        }
        return found;
    }

    /** The columns whose names mean this one. */
    List<String> alike(Column column) {
        return header.stream().filter(column::isNamed).distinct().toList();
    }

    /** Databases have names in upper case unless they are quoted. */
    private @Nullable String exactOrAlike(String name) {
        var alike = header.stream()
                .filter(other -> Column.areAlike(name, other))
                .distinct()
                .toList();
        return header.contains(name) || alike.size() != 1 ? exact(name) : alike.getFirst();
    }

    private @Nullable String exact(String name) {
        return header.contains(name) ? name : null;
    }

    private DataException missing(String what, String wanted, String declaration) {
        var nearest = NearestName.of(wanted, header)
                .map(name -> "did you mean '" + name + "'? Then write " + declaration + " \"" + name + "\"")
                .orElse("its columns are " + listed(header) + "; write the name in the header behind the kind: "
                        + declaration + " \"…\"");
        return new DataException(file + ": has no column '" + wanted + "' for " + what + "; " + nearest);
    }

    /** The first names, with their number if there are more. */
    public static String listed(List<String> names) {
        return names.stream().limit(MOST_SHOWN).collect(joining(", "))
                + (names.size() > MOST_SHOWN ? ", … (" + names.size() + ")" : "");
    }
}
