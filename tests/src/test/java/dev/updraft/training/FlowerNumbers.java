package dev.updraft.training;

import dev.updraft.Flowers;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.SimpleDataset;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The flowers' numbers; one may be another. */
public record FlowerNumbers(int broken, float value) implements SimpleDataset {
    @Override
    public int size() {
        return 100;
    }

    @Override
    public Shape inputShape() {
        return Shape.of(2);
    }

    @Override
    public Target target() {
        return new Target.Reals(1);
    }

    @Override
    public String description() {
        return "numbers.csv";
    }

    @Override
    public void copyInput(int index, MemorySegment inputs, long offset) {
        inputs.set(ValueLayout.JAVA_FLOAT, offset, index == broken ? value : Flowers.value(index, 0));
        inputs.set(ValueLayout.JAVA_FLOAT, offset + Float.BYTES, Flowers.value(index, 1));
    }

    @Override
    public void copyTarget(int index, MemorySegment targets, long offset) {
        targets.set(ValueLayout.JAVA_FLOAT, offset, Flowers.kind(index));
    }
}
