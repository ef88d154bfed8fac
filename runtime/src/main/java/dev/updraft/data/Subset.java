package dev.updraft.data;

import dev.updraft.compiler.tensor.Shape;
import java.lang.foreign.MemorySegment;

/** Some samples of another data set, in an order of their own; nothing is copied. */
final class Subset implements Dataset {

    private final Dataset whole;
    private final int[] indices;
    private final String description;

    Subset(Dataset whole, int[] indices, String description) {
        this.whole = whole;
        this.indices = indices;
        this.description = description;
    }

    @Override
    public Dataset as(DataSpec dataSpec) {
        var adapted = whole.as(dataSpec);
        return adapted.equals(whole) ? this : new Subset(adapted, indices, description);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public Shape inputShape() {
        return whole.inputShape();
    }

    @Override
    public Target target() {
        return whole.target();
    }

    @Override
    public String sampleName(int index) {
        return whole.sampleName(indices[index]);
    }

    @Override
    public void copyInput(int index, MemorySegment inputs, long offset) {
        whole.copyInput(indices[index], inputs, offset);
    }

    @Override
    public void copyTarget(int index, MemorySegment targets, long offset) {
        whole.copyTarget(indices[index], targets, offset);
    }
}
