package dev.updraft.explain.internal;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.ForwardingDataset;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Samples, each with what another has in one column, or at one place of a tensor. */
final class ShuffledColumn extends ForwardingDataset {
    private final Dataset data;
    private final int input;
    private final int place;
    private final int[] order;

    /** @param order for each sample the one whose value it is given */
    ShuffledColumn(Dataset data, int input, int place, int[] order) {
        super(data);
        this.data = data;
        this.input = input;
        this.place = place;
        this.order = order;
    }

    @Override
    public List<ColumnValues> columns(int ofInput) {
        var columns = data.columns(ofInput);
        if (ofInput != input || columns.isEmpty()) {
            return columns;
        }
        var shuffled = new ArrayList<>(columns);
        shuffled.set(place, columns.get(place).of(order));
        return shuffled;
    }

    @Override
    public void copyInput(int ofInput, int index, MemorySegment inputs, long offset) {
        data.copyInput(ofInput, index, inputs, offset);
        if (ofInput == input) {
            try (var arena = Arena.ofConfined()) {
                var other = arena.allocate(
                        data.inputs().get(input).shape().elementsPerSample() * (long) Float.BYTES, Float.BYTES);
                data.copyInput(input, order[index], other, 0);
                var at = (long) place * Float.BYTES;
                inputs.set(JAVA_FLOAT_UNALIGNED, offset + at, other.get(JAVA_FLOAT_UNALIGNED, at));
            }
        }
    }
}
