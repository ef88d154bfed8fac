package dev.updraft.metrics;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.function.ToDoubleFunction;

/** A number of all samples together, each with one number predicted, added in their order. */
final class WholeSamples {
    private final float[] scores;
    private final ToDoubleFunction<float[]> of;
    private int added;

    WholeSamples(int count, ToDoubleFunction<float[]> of) {
        scores = new float[count];
        this.of = of;
    }

    void add(int count, MemorySegment predictions) {
        MemorySegment.copy(predictions, JAVA_FLOAT, 0, scores, added, count);
        added += count;
    }

    void reset() {
        added = 0;
    }

    /** NaN until all have been added. */
    double value() {
        return added == scores.length ? of.applyAsDouble(scores) : Double.NaN;
    }
}
