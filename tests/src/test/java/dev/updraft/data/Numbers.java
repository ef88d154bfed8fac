package dev.updraft.data;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Every element of input {@code i} is {@code i}, and its label {@code i % 3}. */
public record Numbers(int size, Shape inputShape) implements SimpleDataset {

    @Override
    public Target target() {
        return new Target.Classes(List.of("a", "b", "c"));
    }

    @Override
    public String description() {
        return "numbers";
    }

    @Override
    public void copyInput(int index, MemorySegment inputs, long offset) {
        for (var i = 0; i < inputShape.elementsPerSample(); i++) {
            inputs.set(JAVA_FLOAT, offset + i * 4L, index);
        }
    }

    @Override
    public void copyTarget(int index, MemorySegment targets, long offset) {
        targets.set(JAVA_INT, offset, index % 3);
    }
}
