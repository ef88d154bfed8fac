package dev.updraft;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.columns.RowLayout;
import dev.updraft.data.columns.Vocabularies;
import dev.updraft.training.TrainingException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a network takes for a row of a table. */
final class RowValues {
    private final LayerGraph model;
    private final List<RowLayout> layouts;

    /** @param vocabularies null if the model has seen no data yet */
    RowValues(LayerGraph model, @Nullable Vocabularies vocabularies) {
        this.model = model;
        if (model.inputs().stream().anyMatch(input -> input.columns() == null)) {
            throw new IllegalArgumentException("model " + model.name() + " has an input that is not a group of columns;"
                    + " give the values of all inputs as float[]");
        }
        if (vocabularies == null) {
            throw new TrainingException(
                    "model " + model.name() + " cannot predict yet: it learns the values of its columns"
                            + " from the training data first; call fit, or load weights");
        }
        layouts = model.inputs().stream()
                .map(input -> new RowLayout(input, vocabularies))
                .toList();
    }

    /** The layout of an input. */
    RowLayout layout(int input) {
        return layouts.get(input);
    }

    /** The values of all inputs, one behind the other. */
    float[] of(Map<String, ?> row) {
        if (layouts.size() == 1) {
            return of(0, row);
        }
        var values = new float
                [layouts.stream().mapToInt(layout -> layout.group().width()).sum()];
        var next = 0;
        for (var i = 0; i < layouts.size(); i++) {
            var name = model.inputs().get(i).name();
            if (!(row.get(name) instanceof Map<?, ?> part)) {
                throw new IllegalArgumentException("the row has no map for input `" + name + "`");
            }
            var its = of(i, part);
            System.arraycopy(its, 0, values, next, its.length);
            next += its.length;
        }
        return values;
    }

    /** The values of one input. */
    float[] of(int input, Map<?, ?> row) {
        var layout = layouts.get(input);
        var values = layout.row();
        var columns = layout.group().columns();
        var unknown = new TreeSet<String>();
        row.keySet().forEach(name -> unknown.add(String.valueOf(name)));
        for (var i = 0; i < columns.size(); i++) {
            @Nullable Object cell = null;
            for (var entry : row.entrySet()) {
                if (columns.get(i).isNamed(String.valueOf(entry.getKey()))) {
                    cell = entry.getValue();
                    unknown.remove(String.valueOf(entry.getKey()));
                }
            }
            layout.cell(values, i, cell);
        }
        unknown.removeAll(model.targets().stream().map(LayerGraph.Target::name).toList());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the row has " + String.join(", ", unknown) + ", which "
                    + (unknown.size() == 1 ? "is no column" : "are no columns") + " of input `"
                    + model.inputs().get(input).name() + "`");
        }
        return values;
    }
}
