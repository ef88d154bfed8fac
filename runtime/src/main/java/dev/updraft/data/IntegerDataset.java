package dev.updraft.data;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.IndexRange;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.function.Function;

/**
 * A data set for an input of whole numbers. Files and arrays give float32, which has them all; the model takes int32.
 *
 * @param data what gives float32
 * @param input of the model
 * @param range what its numbers may be
 */
public record IntegerDataset(Dataset data, Op.Input input, IndexRange range) implements Dataset {

    /** {@code data} as the only input of a program takes it: the same, if that is real numbers. */
    public static Dataset of(Dataset data, Program program) {
        var input = program.inputs().getFirst();
        return input.type() == ElementType.INT32
                ? new IntegerDataset(data, input, IndexRange.of(program.predict(), input))
                : data;
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
    public int size() {
        return data.size();
    }

    @Override
    public Shape inputShape() {
        return data.inputShape();
    }

    @Override
    public Target target() {
        return data.target();
    }

    @Override
    public String description() {
        return data.description();
    }

    @Override
    public String sampleName(int index) {
        return data.sampleName(index);
    }

    @Override
    public void copyInput(int index, MemorySegment inputs, long offset) {
        data.copyInput(index, inputs, offset);
        var count = data.inputShape().elementsPerSample();
        convert(
                inputs,
                offset,
                count,
                input,
                range,
                problem -> new DataException(description() + ": sample " + sampleName(index) + ": " + problem));
    }

    @Override
    public void copyTarget(int index, MemorySegment targets, long offset) {
        data.copyTarget(index, targets, offset);
    }
}
