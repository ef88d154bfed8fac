package dev.updraft.data;

import dev.updraft.compiler.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A data set whose samples have one input and at most one target. */
public interface SimpleDataset extends Dataset {

    /** Shape of the input, without a batch axis: {@code [28, 28, 1]}. */
    Shape inputShape();

    /** What the targets are; {@link Dataset.Target.None} for data to predict from. */
    Target target();

    /** Writes the input of a sample; see {@link Dataset#copyInput(int, int, MemorySegment, long)}. */
    void copyInput(int index, MemorySegment inputs, long offset);

    /** Writes the target of a sample, or nothing; see {@link Dataset#copyTarget(int, int, MemorySegment, long)}. */
    void copyTarget(int index, MemorySegment targets, long offset);

    @Override
    default List<Input> inputs() {
        return List.of(new Input("", inputShape()));
    }

    @Override
    default List<Target> targets() {
        var target = target();
        return target instanceof Target.None ? List.of() : List.of(target);
    }

    @Override
    default void copyInput(int input, int index, MemorySegment inputs, long offset) {
        copyInput(index, inputs, offset);
    }

    @Override
    default void copyTarget(int target, int index, MemorySegment targets, long offset) {
        copyTarget(index, targets, offset);
    }
}
