package dev.updraft;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.updraft.compiler.columns.RowWindow;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A sample on its way into a network, which takes something for each of its inputs; for generated classes. */
public final class TypedSample {
    private final PredictionBuffers buffers;
    private final RowValues rowValues;
    private final @Nullable TypedRow[] rows;
    private int place;

    TypedSample(PredictionBuffers buffers, RowValues rowValues) {
        this.buffers = buffers;
        this.rowValues = rowValues;
        rows = new TypedRow[rowValues.inputs().size()];
    }

    /** This, as the sample at that place of the buffers. */
    TypedSample at(int row) {
        place = row;
        return this;
    }

    /**
     * A row to be filled.
     *
     * @param input place of an input that is a group of columns
     * @throws dev.updraft.training.TrainingException if the model has not learnt yet what it needs of the training data
     */
    public TypedRow row(int input) {
        var row = rows[input];
        if (row == null) {
            row = new TypedRow(rowValues.layout(input));
            rows[input] = row;
        }
        return row.at(buffers.input(input), buffers.inputOffset(input, place));
    }

    /**
     * A row of a window to be filled.
     *
     * @param input place of an input whose samples are windows of rows
     * @param step place of the row in the window, the oldest first
     */
    public TypedRow row(int input, int step) {
        return row(input).at(buffers.input(input), offset(input, step));
    }

    private long offset(int input, int step) {
        var width = rowValues.layout(input).group().width();
        return buffers.inputOffset(input, place) + (long) step * width * Float.BYTES;
    }

    /**
     * Begins a window.
     *
     * @param input place of an input whose samples are windows of rows
     * @throws IllegalArgumentException if there are more or fewer rows than it has, or one is null
     */
    public void begin(int input, Object[] given) {
        var past = window(input).past();
        if (given.length != past) {
            throw new IllegalArgumentException("there are " + given.length + " rows, but `"
                    + rowValues.inputs().get(input).name() + "` is a window of " + past);
        }
        for (var step = 0; step < past; step++) {
            if (given[step] == null) {
                throw new IllegalArgumentException("row " + step + " (counted from 0) is null");
            }
        }
    }

    private RowWindow window(int input) {
        return Objects.requireNonNull(rowValues.layout(input).group().window());
    }

    /**
     * Ends a window whose rows have been written.
     *
     * @param input place of an input whose samples are windows of rows
     * @throws IllegalArgumentException if a row is older than the one before
     */
    public void end(int input) {
        var group = rowValues.layout(input).group();
        if (group.order() < 0) {
            return;
        }
        var time = (long) group.place(group.order()) * Float.BYTES;
        for (var step = 1; step < window(input).past(); step++) {
            var memory = buffers.input(input);
            var before = memory.get(JAVA_FLOAT_UNALIGNED, offset(input, step - 1) + time);
            if (memory.get(JAVA_FLOAT_UNALIGNED, offset(input, step) + time) < before) {
                throw new IllegalArgumentException("row " + step
                        + " (counted from 0) is older than the one before: the rows"
                        + " of a window are in the order of `" + window(input).order() + "`, the oldest first");
            }
        }
    }

    /**
     * Writes a window.
     *
     * @param input place of an input whose samples are windows of rows
     * @param cells of each row by the names of the columns, the oldest first
     * @throws IllegalArgumentException as {@link #begin}, {@link #end} and {@link #row(int, Map)}
     */
    public void rows(int input, Map<?, ?>[] cells) {
        begin(input, cells);
        for (var step = 0; step < cells.length; step++) {
            rowValues.write(input, cells[step], buffers.input(input), offset(input, step));
        }
        end(input);
    }

    /**
     * Writes a row.
     *
     * @param input place of an input that is a group of columns
     * @param cells by the names of the columns
     * @throws IllegalArgumentException if one does not fit its column
     */
    public void row(int input, Map<?, ?> cells) {
        rowValues.write(input, cells, buffers.input(input), buffers.inputOffset(input, place));
    }

    /**
     * Writes an array.
     *
     * @param input place of an input that is not a group of columns
     * @throws IllegalArgumentException if it has the wrong number of values
     */
    public void array(int input, float[] values) {
        buffers.shape().requireInput(input, values.length);
        buffers.put(place, input, values);
    }

    /**
     * Writes all inputs: the only one if it is a group, else what the row has by their names.
     *
     * @throws IllegalArgumentException if something is missing or does not fit
     */
    void all(Map<?, ?> row) {
        var inputs = rowValues.inputs();
        var group = inputs.size() == 1 ? inputs.getFirst().columns() : null;
        if (group != null && group.window() != null) {
            throw new IllegalArgumentException("a sample of this model is a window of "
                    + group.window().past() + " rows: predict(Datasets.of(rows))"
                    + " gives a prediction for each window of a list of rows, the newest last");
        }
        if (group != null) {
            row(0, row);
            return;
        }
        for (var i = 0; i < inputs.size(); i++) {
            var name = inputs.get(i).name();
            var isGroup = inputs.get(i).columns() != null;
            switch (row.get(name)) {
                case Map<?, ?> cells when isGroup -> row(i, cells);
                case float[] values when !isGroup -> array(i, values);
                case null, default ->
                    throw new IllegalArgumentException(
                            "the row has no " + (isGroup ? "map" : "float[]") + " for input `" + name + "`");
            }
        }
    }
}
