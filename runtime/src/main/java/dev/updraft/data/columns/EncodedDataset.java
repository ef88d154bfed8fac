package dev.updraft.data.columns;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.columns.ColumnKind.Measured;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows of tables as the numbers that a model takes. */
public final class EncodedDataset extends ForwardingDataset {
    private final List<@Nullable RowEncoder> encoders;
    /** Of each input. */
    private final List<TargetFolds> folds;

    private EncodedDataset(Dataset data, List<@Nullable RowEncoder> encoders, List<TargetFolds> folds) {
        super(data);
        this.encoders = encoders;
        this.folds = folds;
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
        for (var i = 0; i < model.inputs().size(); i++) {
            var input = model.inputs().get(i);
            var group = input.columns();
            if (group == null) {
                encoders.add(null);
                continue;
            }
            var values = data.columns(i);
            if (values.size() != group.columns().size()) {
                throw new DataException(data.description() + " does not match the model: its input `" + input.name()
                        + "` is a group of " + group + ", which is read from a table or made with Datasets.rows(…)");
            }
            requireThere(data, input, values);
            var encoder = new RowEncoder(new RowLayout(input, vocabularies), values);
            encoders.add(encoder);
            encoder.others(data.size())
                    .forEach((column, rows) -> report(
                            data,
                            group.columns().get(column),
                            (ColumnValues.Texts) values.get(column),
                            rows,
                            isTraining,
                            notices));
        }
        return new EncodedDataset(
                data, encoders, Collections.nCopies(model.inputs().size(), TargetFolds.NONE));
    }

    /** That cells are there which must be. */
    private static void requireThere(Dataset data, LayerGraph.Input input, List<ColumnValues> values) {
        var columns = java.util.Objects.requireNonNull(input.columns()).columns();
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
            Dataset data,
            Column column,
            ColumnValues.Texts texts,
            List<Integer> rows,
            boolean isTraining,
            Consumer<String> notices) {
        var isClosed = column.kind() instanceof Category category && category.isClosed();
        if (isTraining && !isClosed) {
            return; // Those that are too rare to have a place of their own.
        }
        var values = rows.stream()
                .map(row -> texts.texts().get(texts.code(row)))
                .distinct()
                .toList();
        var shown = values.stream().limit(5).map(value -> "'" + value + "'").collect(joining(", "))
                + (values.size() > 5 ? ", …" : "");
        if (isTraining) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: column %s: %s %s not among the values of the category (in %d of %d rows); add %s to the list,"
                            + " correct the data, or learn the values with `%s: category`",
                    data.sampleName(rows.getFirst()),
                    column.header(),
                    shown,
                    values.size() == 1 ? "is" : "are",
                    rows.size(),
                    data.size(),
                    values.size() == 1 ? "it" : "them",
                    column.name()));
        }
        notices.accept(String.format(
                Locale.ROOT,
                "%s: column %s: %d of %d rows have a value that the model does not know (%s); it is taken as \"other\"",
                data.description(),
                column.header(),
                rows.size(),
                data.size(),
                shown));
    }

    @Override
    public void copyInput(int input, int index, MemorySegment inputs, long offset) {
        var encoder = encoders.get(input);
        if (encoder == null) {
            super.copyInput(input, index, inputs, offset);
        } else {
            encoder.write(index, folds.get(input), inputs, offset);
        }
    }
}
