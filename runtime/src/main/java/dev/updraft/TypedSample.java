package dev.updraft;

import java.util.Map;
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
        if (inputs.size() == 1 && inputs.getFirst().columns() != null) {
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
