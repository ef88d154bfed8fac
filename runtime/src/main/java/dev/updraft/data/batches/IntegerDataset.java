package dev.updraft.data.batches;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.IndexRange;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.ForwardingDataset;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A data set for inputs of integers. Files and arrays give float32, which has them all; the model takes int32. */
public final class IntegerDataset extends ForwardingDataset {
    private final List<Op.Input> declared;
    /** What the numbers of each input may be. */
    private final List<IndexRange> ranges;

    /** @param data what gives float32, with inputs in the order of the model */
    private IntegerDataset(Dataset data, List<Op.Input> declared, List<IndexRange> ranges) {
        super(data);
        this.declared = declared;
        this.ranges = ranges;
    }

    /** {@code data} as a program takes it: the same, if all inputs are real numbers. */
    public static Dataset of(Dataset data, Program program) {
        var inputs = program.inputs();
        return inputs.stream().allMatch(input -> input.type() == ElementType.REAL)
                ? data
                : new IntegerDataset(
                        data,
                        inputs,
                        inputs.stream()
                                .map(input -> IndexRange.of(program.predict(), input))
                                .toList());
    }

    /**
     * Makes int32 of float32 in their place.
     *
     * @param offset of the first in bytes
     * @param count how many
     * @param wrong what to throw, given what is wrong with one
     */
    public static void convert(
            MemorySegment values,
            long offset,
            long count,
            Op.Input input,
            IndexRange range,
            Function<String, RuntimeException> wrong) {
        for (var i = 0L; i < count; i++) {
            var place = offset + i * Float.BYTES;
            var number = values.get(JAVA_FLOAT, place);
            if (!range.contains(number)) {
                throw wrong.apply(String.format(
                        Locale.ROOT,
                        "value %d of `%s` (counted from 0) is %s, where %s is expected",
                        i,
                        input.name(),
                        number == Math.rint(number)
                                ? String.format(Locale.ROOT, "%.0f", number)
                                : Float.toString(number),
                        range));
            }
            values.set(JAVA_INT, place, (int) number);
        }
    }

    @Override
    public void copyInput(int input, int index, MemorySegment inputs, long offset) {
        super.copyInput(input, index, inputs, offset);
        var its = declared.get(input);
        if (its.type() == ElementType.INT32) {
            convert(
                    inputs,
                    offset,
                    its.shape().elementsPerSample(),
                    its,
                    ranges.get(input),
                    problem -> new DataException(description() + ": sample " + sampleName(index) + ": " + problem));
        }
    }
}
