package dev.updraft.data.internal;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A target of all samples of a data set, one after the other.
 *
 * @param values {@code type.bytes()} a sample
 */
public record Targets(Dataset.Target type, MemorySegment values) {

    public static Targets none() {
        return new Targets(new Dataset.Target.None(), MemorySegment.NULL);
    }

    /** @param numbers below the number of names */
    static Targets ofClasses(String name, int[] numbers, List<String> names, int positions) {
        return new Targets(new Dataset.Target.Classes(name, names, positions), MemorySegment.ofArray(numbers));
    }

    /**
     * One class a sample.
     *
     * @param name which of the model's targets it is; empty for the only one
     * @param numbers below the number of names
     */
    public static Targets classes(String name, int[] numbers, List<String> names) {
        return ofClasses(name, numbers, names, 1);
    }

    /**
     * Of a target without a name.
     *
     * @param values {@code width} a sample
     */
    public static Targets ofReals(float[] values, int width) {
        return ofReals("", MemorySegment.ofArray(values), width);
    }

    /**
     * Of numbers that are there already.
     *
     * @param values float32, {@code width} a sample
     */
    public static Targets ofReals(String name, MemorySegment values, int width) {
        return new Targets(new Dataset.Target.Reals(name, width), values);
    }

    /**
     * Class numbers as the model wants them: as they are for {@code class[n]}, one-hot for {@code float[n]}, 0 or 1 for
     * {@code float[1]}.
     *
     * @param namesInData the names the data give their classes, or none
     * @param where names a sample in a message: its file and record
     */
    public static Targets ofLabels(
            int[] labels, List<String> namesInData, DataSpec dataSpec, IntFunction<String> where) {
        var type = dataSpec.target();
        return type == null ? none() : ofLabels("", labels, namesInData, type, where);
    }

    /**
     * As the other, of a target with a name.
     *
     * @param name which of the model's targets it is; empty for the only one
     */
    static Targets ofLabels(
            String name, int[] labels, List<String> namesInData, TargetType type, IntFunction<String> where) {
        return switch (type) {
            case TargetType.Classes(var count, var names, var _) -> {
                requireBelow(count, labels, where);
                yield ofClasses(name, labels, !names.isEmpty() ? names : named(namesInData, count), 1);
            }
            case TargetType.Labels(var count, var _) -> {
                requireBelow(count, labels, where);
                yield oneHot(name, labels, count);
            }
            case TargetType.Reals(var shape)
            when shape.elementsPerSample() == 1 -> {
                requireBelow(2, labels, where);
                var values = new float[labels.length];
                for (var i = 0; i < labels.length; i++) {
                    values[i] = labels[i];
                }
                yield ofReals(name, MemorySegment.ofArray(values), 1);
            }
            case TargetType.Reals(var shape) -> {
                var width = Math.toIntExact(shape.elementsPerSample());
                requireBelow(width, labels, where);
                yield oneHot(name, labels, width);
            }
        };
    }

    private static Targets oneHot(String name, int[] labels, int width) {
        var values = Arena.ofAuto().allocate(JAVA_FLOAT, (long) labels.length * width);
        for (var i = 0; i < labels.length; i++) {
            values.setAtIndex(JAVA_FLOAT, (long) i * width + labels[i], 1f);
        }
        return ofReals(name, values, width);
    }

    /** Writes the target of a sample. */
    public void copy(int index, MemorySegment targets, long offset) {
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
