package dev.updraft.data.columns;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.columns.ColumnKind.Measured;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.internal.JavaCells;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the cells of one row of a group stand among the numbers that a model takes. Safe for concurrent use. */
public final class RowLayout {
    private final String input;
    private final ColumnGroup group;
    private final List<Map<String, Integer>> places = new ArrayList<>();

    /** @param input a group */
    public RowLayout(LayerGraph.Input input, Vocabularies vocabularies) {
        this.input = input.name();
        group = Objects.requireNonNull(input.columns(), input.name());
        for (var column : group.columns()) {
            var vocabulary = vocabularies.of(input, column);
            var itsPlaces = new HashMap<String, Integer>();
            for (var value : vocabulary == null ? List.<String>of() : vocabulary) {
                itsPlaces.put(value, itsPlaces.size());
            }
            places.add(itsPlaces);
        }
    }

    /** The columns. */
    public ColumnGroup group() {
        return group;
    }

    /** A row without cells: all are missing. */
    public float[] row() {
        return new float[group.width()];
    }

    /**
     * Writes the cell of a measured column.
     *
     * @param value NaN where it is missing
     * @throws IllegalArgumentException if it is missing and must be there
     */
    public void number(float[] row, int column, double value) {
        if (!(group.columns().get(column).kind() instanceof Measured kind)) {
            throw new IllegalArgumentException(name(column) + " is no number");
        }
        var isThere = !Double.isNaN(value);
        if (!isThere && !kind.optional()) {
            throw new IllegalArgumentException(
                    name(column) + " is missing, but the model needs it; if it can be unknown,"
                            + " declare it as optional and train again");
        }
        var first = group.place(column);
        for (var part = 0; part < kind.parts().size(); part++) {
            var measure = group.measures().get(first + part);
            row[first + part] = isThere ? (float) RowEncoder.part(measure, value) : 0;
            if (kind.optional()) {
                row[group.presence(first + part)] = isThere ? 1 : 0;
            }
        }
    }

    /**
     * Writes the cell of a category or of text.
     *
     * @param value null where it is missing
     */
    public void text(float[] row, int column, @Nullable String value) {
        var its = places.get(column);
        var first = group.place(column);
        switch (group.columns().get(column).kind()) {
            case Category _ -> {
                var place = value == null ? null : its.get(value);
                row[first] = value == null
                        ? Category.MISSING
                        : place == null ? Category.OTHER : (float) (Category.FIRST + place);
            }
            case ColumnKind.Text _ -> {
                for (var word : value == null ? List.<String>of() : Words.of(value)) {
                    var place = its.get(word);
                    if (place != null) {
                        row[first + place]++;
                    }
                }
            }
            case ColumnKind.Id _, ColumnKind.Ignored _ -> {}
            case Measured _ -> throw new IllegalArgumentException(name(column) + " is no text");
        }
    }

    /**
     * Writes a cell of any kind.
     *
     * @param value as {@link JavaCells} takes it
     * @throws IllegalArgumentException if it is of another type than the column, or missing where it must be there
     */
    public void cell(float[] row, int column, @Nullable Object value) {
        if (group.columns().get(column).kind() instanceof Measured kind) {
            double number;
            try {
                number = JavaCells.number(kind, value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name(column) + " " + e.getMessage(), e);
            }
            number(row, column, number);
        } else {
            text(row, column, JavaCells.text(value));
        }
    }

    private String name(int column) {
        return "`" + input + "." + group.columns().get(column).name() + "`";
    }
}
