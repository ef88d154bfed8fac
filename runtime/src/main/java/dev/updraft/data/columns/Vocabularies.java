package dev.updraft.data.columns;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.columns.ColumnKind.Text;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.TextOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values and words that a model knows of its columns of categories and text.
 *
 * @param byColumn by the column's name behind that of its group: {@code customer.contract}
 */
public record Vocabularies(Map<String, List<String>> byColumn) {
    /** Of a model that has seen no data. */
    public static final Vocabularies NONE = new Vocabularies(Map.of());

    public Vocabularies {
        byColumn = Map.copyOf(byColumn);
    }

    /** Whether a model needs any that is not here. */
    public boolean isIncomplete(LayerGraph model) {
        return model.inputs().stream()
                .anyMatch(input -> input.columns() != null
                        && input.columns().columns().stream()
                                .anyMatch(column -> isLearnt(column) && !byColumn.containsKey(name(input, column))));
    }

    /** The values of a category in order, or the words of a text; null if nothing is known of them yet. */
    public @Nullable List<String> of(LayerGraph.Input input, Column column) {
        return column.kind() instanceof Category category && category.isClosed()
                ? category.values()
                : byColumn.get(name(input, column));
    }

    /**
     * Learnt from data: the most frequent values, of equally frequent ones the first in the alphabet; of ordered categories
     * those in the order of numbers, or of the alphabet.
     *
     * @param data whose inputs are those of the model in its order
     */
    public static Vocabularies learn(LayerGraph model, Dataset data) {
        var learnt = new HashMap<String, List<String>>();
        for (var i = 0; i < model.inputs().size(); i++) {
            var input = model.inputs().get(i);
            if (input.columns() == null) {
                continue;
            }
            var windows = data.windows();
            var rows = windows == null ? data : windows.rows();
            var values = rows.columns(i);
            var columns = input.columns().columns();
            for (var place = 0; place < columns.size(); place++) {
                var column = columns.get(place);
                if (isLearnt(column) && values.get(place) instanceof ColumnValues.Texts texts) {
                    learnt.put(name(input, column), learnt(column, texts, rows.size()));
                }
            }
        }
        return new Vocabularies(learnt);
    }

    private static List<String> learnt(Column column, ColumnValues.Texts texts, int rows) {
        return switch (column.kind()) {
            case Category category -> {
                var most = FrequentTexts.of(texts, rows, List::of, category.most());
                yield category.ordered()
                        ? most.stream().sorted(TextOrder.of(most)).toList()
                        : most;
            }
            case Text(var most) -> FrequentTexts.of(texts, rows, Words::of, most);
            default -> throw new IllegalArgumentException("nothing is learnt of " + column);
        };
    }

    private static boolean isLearnt(Column column) {
        return column.kind() instanceof Text || (column.kind() instanceof Category category && !category.isClosed());
    }

    private static String name(LayerGraph.Input input, Column column) {
        return input.name() + "." + column.name();
    }
}
