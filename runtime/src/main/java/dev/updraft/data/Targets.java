package dev.updraft.data;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The targets of a data set's samples, one after the other.
 *
 * @param values {@code type.bytes()} a sample
 */
record Targets(Dataset.Target type, MemorySegment values) {

    static Targets none() {
        return new Targets(new Dataset.Target.None(), MemorySegment.NULL);
    }

    /** @param numbers below the number of names */
    static Targets ofClasses(int[] numbers, List<String> names) {
        return new Targets(new Dataset.Target.Classes(names), MemorySegment.ofArray(numbers));
    }

    /** @param values {@code width} a sample */
    static Targets ofReals(float[] values, int width) {
        return new Targets(new Dataset.Target.Reals(width), MemorySegment.ofArray(values));
    }

    /**
     * Class numbers as the model wants them: as they are for {@code class[n]}, one-hot for {@code float[n]}, 0 or 1 for
     * {@code float[1]}.
     *
     * @param namesInData the names the data give their classes, or none
     * @param where names a sample in a message: its file and record
     */
    static Targets ofLabels(int[] labels, List<String> namesInData, DataSpec dataSpec, IntFunction<String> where) {
        return switch (dataSpec.target()) {
            case null -> none();
            case TargetType.Classes(var count, var names) -> {
                requireBelow(count, labels, where);
                var classes = new Dataset.Target.Classes(!names.isEmpty() ? names : named(namesInData, count));
                yield new Targets(classes, MemorySegment.ofArray(labels));
            }
            case TargetType.Reals(var shape)
            when shape.elementsPerSample() == 1 -> {
                requireBelow(2, labels, where);
                var values = new float[labels.length];
                for (var i = 0; i < labels.length; i++) {
                    values[i] = labels[i];
                }
                yield ofReals(values, 1);
            }
            case TargetType.Reals(var shape) -> {
                var width = Math.toIntExact(shape.elementsPerSample());
                requireBelow(width, labels, where);
                yield oneHot(labels, width);
            }
        };
    }

    private static Targets oneHot(int[] labels, int width) {
        var values = Arena.ofAuto().allocate(JAVA_FLOAT, (long) labels.length * width);
        for (var i = 0; i < labels.length; i++) {
            values.setAtIndex(JAVA_FLOAT, (long) i * width + labels[i], 1f);
        }
        return new Targets(new Dataset.Target.Reals(width), values);
    }

    void copy(int index, MemorySegment targets, long offset) {
        var bytes = type.bytes();
        MemorySegment.copy(values, (long) index * bytes, targets, offset, bytes);
    }

    private static List<String> named(List<String> names, int count) {
        return names.size() == count
                ? names
                : IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static void requireBelow(int count, int[] labels, IntFunction<String> where) {
        for (var i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= count) {
                throw new DataException(where.apply(i) + ": label " + labels[i] + " is outside the model's " + count
                        + " classes (0 to " + (count - 1) + "); correct the label or the model's target");
            }
        }
    }
}
