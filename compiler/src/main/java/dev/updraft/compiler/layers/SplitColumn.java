package dev.updraft.compiler.layers;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What a name in a {@link DataSplit} means: a column of a model's groups. */
public sealed interface SplitColumn {

    /** How many columns a message lists. */
    int MOST_SHOWN = 10;

    /**
     * A column.
     *
     * @param input the input whose group has it
     * @param place its place in that group
     */
    record Found(String input, int place, Column column) implements SplitColumn {}

    /**
     * Why there is none that a split can go by.
     *
     * @param candidates names of columns, one of which may be meant
     */
    record Misfit(String message, String help, List<String> candidates) implements SplitColumn {}

    /** The groups of columns among the inputs of a model, by their names. */
    static SequencedMap<String, ColumnGroup> groups(List<LayerGraph.Input> inputs) {
        var groups = new LinkedHashMap<String, ColumnGroup>();
        for (var input : inputs) {
            if (input.columns() != null) {
                groups.put(input.name(), input.columns());
            }
        }
        return groups;
    }

    /**
     * Finds the column of a split.
     *
     * @param split that goes by a column
     * @param name the name of that, {@code patient} or {@code visit.patient}
     * @param groups the groups of columns of a model, by input
     */
    static SplitColumn find(DataSplit split, String name, SequencedMap<String, ColumnGroup> groups) {
        var found = new ArrayList<Found>();
        groups.forEach((input, group) -> {
            for (var place = 0; place < group.columns().size(); place++) {
                var column = group.columns().get(place);
                if (name.equals(column.name())
                        || name.equals(column.header())
                        || name.equals(input + "." + column.name())) {
                    found.add(new Found(input, place, column));
                }
            }
        });
        if (found.size() > 1) {
            return new Misfit(
                    "the column `" + name + "` is in several inputs: "
                            + found.stream().map(Found::input).collect(joining(", ")),
                    "write which is meant, as in " + found.getFirst().input() + "." + name,
                    List.of());
        }
        if (found.isEmpty()) {
            return unknown(name, groups);
        }
        var misfit = misfit(split, found.getFirst().column());
        return misfit == null ? found.getFirst() : misfit;
    }

    private static Misfit unknown(String name, SequencedMap<String, ColumnGroup> groups) {
        var names = groups.values().stream()
                .flatMap(group -> group.columns().stream())
                .map(Column::name)
                .distinct()
                .toList();
        return new Misfit(
                "no input has a column `" + name + "`",
                names.isEmpty()
                        ? "declare the columns of the table, as in input row { " + name + ": id }"
                        : "the columns are " + names.stream().limit(MOST_SHOWN).collect(joining(", "))
                                + (names.size() > MOST_SHOWN ? ", …" : "")
                                + "; one that is not to be learnt from is declared as " + name + ": id",
                names);
    }

    private static @Nullable Misfit misfit(DataSplit split, Column column) {
        if (column.kind() instanceof ColumnKind.Ignored) {
            return new Misfit(
                    "the column `" + column.name() + "` is ignored, and never read",
                    "declare it as " + column.name() + ": "
                            + (split instanceof DataSplit.Last
                                    ? "date, or number"
                                    : "id, which is read and not learnt from"),
                    List.of());
        }
        if (split instanceof DataSplit.Last && !(column.kind() instanceof ColumnKind.Measured)) {
            return new Misfit(
                    "the column `" + column.name() + "` is " + column.kind().text() + ", which has no order in time",
                    "the rows are put in the order of a date, a datetime or a number; last(" + split.share()
                            + ") takes the order of the file",
                    List.of());
        }
        return null;
    }
}
