package dev.updraft;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.columns.RowLayout;
import dev.updraft.data.columns.Vocabularies;
import dev.updraft.training.gradient.Trainer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How rows of tables become what a network takes. Safe for concurrent use. */
final class RowValues {
    private final LayerGraph model;
    private final @Nullable Vocabularies vocabularies;
    /** Of inputs that are groups; of all if the model knows their values. */
    private final List<@Nullable RowLayout> layouts = new ArrayList<>();

    /** @param vocabularies null if the model has not learnt yet what it needs of the training data */
    RowValues(LayerGraph model, @Nullable Vocabularies vocabularies) {
        this.model = model;
        this.vocabularies = vocabularies;
        for (var input : model.inputs()) {
            layouts.add(vocabularies == null || input.columns() == null ? null : new RowLayout(input, vocabularies));
        }
    }

    /** Whether it goes by these vocabularies. */
    boolean isOf(@Nullable Vocabularies others) {
        return vocabularies == null ? others == null : vocabularies.equals(others);
    }

    /** The inputs of the model. */
    List<LayerGraph.Input> inputs() {
        return model.inputs();
    }

    /**
     * The layout of an input.
     *
     * @throws IllegalArgumentException if it is no group of columns
     * @throws dev.updraft.training.TrainingException if the model has not learnt yet what it needs of the training data
     */
    RowLayout layout(int input) {
        if (vocabularies == null) {
            throw Trainer.notLearnt(model, "predict");
        }
        var layout = layouts.get(input);
        if (layout == null) {
            throw new IllegalArgumentException(
                    "input `" + model.inputs().get(input).name() + "` is not a group of columns");
        }
        return layout;
    }

    /**
     * Writes a row of one input.
     *
     * @param cells by the names of the columns
     * @param row where it begins, in bytes
     */
    void write(int input, Map<?, ?> cells, MemorySegment target, long row) {
        var layout = layout(input);
        var columns = layout.group().columns();
        var values = new @Nullable Object[columns.size()];
        var keys = new @Nullable String[values.length];
        var unknown = new TreeSet<String>();
        for (var entry : cells.entrySet()) {
            var key = String.valueOf(entry.getKey());
            var named = layout.group().named(key);
            for (var column : named) {
                if (keys[column] != null) {
                    throw new IllegalArgumentException("the row has both " + keys[column] + " and " + key
                            + ", which are column `" + columns.get(column).name() + "` of input `"
                            + model.inputs().get(input).name() + "`; give one of them");
                }
                keys[column] = key;
                values[column] = entry.getValue();
            }
            if (named.isEmpty()) {
                unknown.add(key);
            }
        }
        for (var column = 0; column < values.length; column++) {
            layout.cell(target, row, column, values[column]);
        }
        unknown.removeAll(model.targets().stream().map(LayerGraph.Target::name).toList());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the row has " + String.join(", ", unknown) + ", which "
                    + (unknown.size() == 1 ? "is no column" : "are no columns") + " of input `"
                    + model.inputs().get(input).name() + "`");
        }
    }
}
