package dev.updraft.data.internal;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Samples from an application's arrays, which are copied. Classes become what a model expects when that is known: {@link #as}.
 *
 * @param given the targets as they were given
 * @param values of the targets, as they were given or as a model expects them
 */
public record ArrayDataset(
        int size, List<ArrayInput> arrays, List<ArrayTarget> given, List<Targets> values, String description)
        implements Dataset {

    /**
     * An input of all samples.
     *
     * @param name which of a model's inputs it is; empty for the only one
     * @param values float32, sample after sample
     */
    public record ArrayInput(String name, Shape shape, MemorySegment values) {
        long bytes() {
            return shape.elementsPerSample() * Float.BYTES;
        }
    }

    public ArrayDataset {
        arrays = List.copyOf(arrays);
        given = List.copyOf(given);
        values = List.copyOf(values);
    }

    public static ArrayDataset of(int size, List<ArrayInput> arrays, List<ArrayTarget> given) {
        return new ArrayDataset(
                size, arrays, given, given.stream().map(ArrayTarget::natural).toList(), ArrayRows.SOURCE);
    }

    @Override
    public Dataset as(DataSpec dataSpec) {
        var adapted = given.stream().map(target -> adapted(target, dataSpec)).toList();
        return new ArrayDataset(size, arrays, given, adapted, description);
    }

    private static Targets adapted(ArrayTarget target, DataSpec dataSpec) {
        var only = dataSpec.targets().size() == 1 && target.name().isEmpty();
        return dataSpec.targets().stream()
                .filter(wanted -> only || wanted.name().equals(target.name()))
                .findFirst()
                .map(wanted -> target.as(wanted.type()))
                .orElseGet(target::natural);
    }

    @Override
    public List<Input> inputs() {
        return arrays.stream().map(input -> new Input(input.name, input.shape)).toList();
    }

    @Override
    public List<Target> targets() {
        return values.stream().map(Targets::type).toList();
    }

    @Override
    public void copyInput(int input, int index, MemorySegment inputs, long offset) {
        var array = arrays.get(input);
        MemorySegment.copy(array.values, index * array.bytes(), inputs, offset, array.bytes());
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment segment, long offset) {
        values.get(target).copy(index, segment, offset);
    }
}
