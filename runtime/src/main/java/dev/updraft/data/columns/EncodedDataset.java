package dev.updraft.data.columns;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.columns.ColumnKind.Measured;
import dev.updraft.compiler.columns.RowWindow;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.ForwardingDataset;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows of tables as the numbers that a model takes. */
public final class EncodedDataset extends ForwardingDataset {
    private final List<@Nullable RowEncoder> encoders;
    /** Of each input. */
    private final List<TargetFolds> folds;

    private final @Nullable WindowRowsEncoder ofWindows;

    private EncodedDataset(Dataset data, List<@Nullable RowEncoder> encoders, List<TargetFolds> folds) {
        super(data);
        this.encoders = encoders;
        this.folds = folds;
        var windows = data.windows();
        var encoder = encoders.getFirst();
        ofWindows = windows == null || encoder == null ? null : new WindowRowsEncoder(windows, encoder);
    }

    /**
     * The training data as a model takes it: as {@link #of}, and where a layer learns of the targets, rows know their fold.
     *
     * @param seed of the folds
     */
    public static Dataset forTraining(
            LayerGraph model, Dataset data, Vocabularies vocabularies, long seed, Consumer<String> notices) {
        return of(model, data, vocabularies, true, notices) instanceof EncodedDataset encoded
                ? new EncodedDataset(data, encoded.encoders, TargetFolds.of(model, data, seed))
                : data;
    }

    /**
     * The same data as a model takes it, if it has groups of columns; else the data itself.
     *
     * @param data whose inputs are those of the model in its order
     * @param isTraining whether a value that is none of a category's list is an error; else it is "other", and counted in a
     *     notice
     * @param notices receives sentences
     * @throws DataException if a cell is missing where it must be there, or has a value that a category does not have
     */
    public static Dataset of(
            LayerGraph model, Dataset data, Vocabularies vocabularies, boolean isTraining, Consumer<String> notices) {
        if (model.inputs().stream().allMatch(input -> input.columns() == null)) {
            return data;
        }
        var encoders = new ArrayList<@Nullable RowEncoder>();
        var windows = data.windows();
        var rows = windows == null ? data : windows.rows();
        for (var i = 0; i < model.inputs().size(); i++) {
            var input = model.inputs().get(i);
            var group = input.columns();
            if (group == null) {
                encoders.add(null);
                continue;
            }
            requireWindows(model, data, group);
            var values = rows.columns(i);
            if (values.size() != group.columns().size()) {
                throw new DataException(data.description() + " does not match the model: its input `" + input.name()
                        + "` is a group of " + group + ", which is read from a table or made with Datasets.rows(…)");
            }
            requireThere(rows, input, values);
            var encoder = new RowEncoder(new RowLayout(input, vocabularies), values);
            encoders.add(encoder);
            encoder.others(rows.size())
                    .forEach(
                            (column, others) -> report(rows, group.columns().get(column), others, isTraining, notices));
        }
        return new EncodedDataset(
                data, encoders, Collections.nCopies(model.inputs().size(), TargetFolds.NONE));
    }

    /** That samples are what the model takes: rows, or windows of so many. */
    private static void requireWindows(LayerGraph model, Dataset data, ColumnGroup group) {
        var windows = data.windows();
        if (!Objects.equals(group.window(), windows == null ? null : windows.window())) {
            throw new DataException(data.description() + " does not match the model: its samples are "
                    + words(windows == null ? null : windows.window()) + ", but model " + model.name() + " takes "
                    + words(group.window()) + "; read the data with model.dataSpec()");
        }
    }

    private static String words(@Nullable RowWindow window) {
        return window == null ? "rows" : window.words();
    }

    /** That cells are there which must be. */
    private static void requireThere(Dataset data, LayerGraph.Input input, List<ColumnValues> values) {
        var columns = Objects.requireNonNull(input.columns()).columns();
        for (var place = 0; place < columns.size(); place++) {
            if (columns.get(place).kind() instanceof Measured kind
                    && !kind.optional()
                    && values.get(place) instanceof ColumnValues.Numbers numbers) {
                requireThere(data, columns.get(place), numbers);
            }
        }
    }

    private static void requireThere(Dataset data, Column column, ColumnValues.Numbers numbers) {
        var missing = 0;
        var first = -1;
        for (var row = 0; row < data.size(); row++) {
            if (Double.isNaN(numbers.at(row))) {
                first = missing == 0 ? row : first;
                missing++;
            }
        }
        if (missing > 0) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: column %s: is missing (in %d of %d rows); declare it as optional, `%s: %s(optional: true)`, or"
                            + " remove the rows",
                    data.sampleName(first),
                    column.header(),
                    missing,
                    data.size(),
                    column.name(),
                    column.kind().text()));
        }
    }

    private static void report(
            Dataset data, Column column, OtherValues others, boolean isTraining, Consumer<String> notices) {
        var isClosed = column.kind() instanceof Category category && category.isClosed();
        if (isTraining && !isClosed) {
            return; // Those that are too rare to have a place of their own.
        }
        if (isTraining) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: column %s: %s %s not among the values of the category (in %d of %d rows); add %s to the list,"
                            + " correct the data, or learn the values with `%s: category`",
                    data.sampleName(others.first()),
                    column.header(),
                    others.shown(),
                    others.isOne() ? "is" : "are",
                    others.rows(),
                    data.size(),
                    others.isOne() ? "it" : "them",
                    column.name()));
        }
        notices.accept(String.format(
                Locale.ROOT,
                "%s: column %s: %d of %d rows have a value that the model does not know (%s); it is taken as \"other\"",
                data.description(),
                column.header(),
                others.rows(),
                data.size(),
                others.shown()));
    }

    @Override
    public void copyInput(int input, int index, MemorySegment inputs, long offset) {
        var encoder = encoders.get(input);
        if (ofWindows != null) {
            ofWindows.write(index, inputs, offset);
        } else if (encoder == null) {
            super.copyInput(input, index, inputs, offset);
        } else {
            encoder.write(index, folds.get(input), inputs, offset);
        }
    }
}
