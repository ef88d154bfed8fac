package dev.updraft.cli.draft;

import dev.updraft.compiler.columns.Column;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of columns in a model, each different from all others. */
final class ColumnNames {
    private final Map<String, Long> alike;
    private final Set<String> used = new HashSet<>();
    private final Map<String, Integer> last = new HashMap<>();

    /** @param headers of all columns of the table */
    ColumnNames(List<String> headers) {
        alike = headers.stream().distinct().collect(Collectors.groupingBy(Column::simple, Collectors.counting()));
    }

    /**
     * A name.
     *
     * @param header empty if the column is found by its name
     */
    record Name(String text, String header) {}

    /** The name of a column, which has to be asked for once. */
    Name of(String header, int place) {
        var base = Identifiers.snake(header, "column_" + (place + 1));
        var name = base;
        while (!used.add(name)) {
            name = base + "_" + last.merge(base, 2, (before, _) -> before + 1);
        }
        // A column is found by a name that differs from the header in case and underscores, if that is clear.
        var found = name.equals(header)
                || (Column.simple(name).equals(Column.simple(header))
                        && alike.getOrDefault(Column.simple(name), 0L) == 1);
        return new Name(name, found ? "" : Identifiers.quoted(header));
    }
}
