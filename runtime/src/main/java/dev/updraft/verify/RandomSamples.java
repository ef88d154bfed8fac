package dev.updraft.verify;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Samples;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;

/**
 * Noise with a class for each sample, which is lighter than the last.
 *
 * @param size how many samples
 * @param width floats of an input
 * @param classes how many classes
 */
record RandomSamples(int size, int width, int classes) implements Samples {

    @Override
    public void copyInput(int input, int index, MemorySegment inputs, long offset) {
        var random = new Random(index);
        for (var i = 0; i < width; i++) {
            inputs.set(JAVA_FLOAT, offset + (long) i * Float.BYTES, random.nextFloat() - 0.5f + label(index) * 0.1f);
        }
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment targets, long offset) {
        targets.set(JAVA_INT, offset, label(index));
    }

    private int label(int index) {
        return index % classes;
    }

    /** So many of them from the one with number {@code first}. */
    Batch batch(int first, int count, Arena arena) {
        var inputs = arena.allocate((long) count * width * Float.BYTES, 64);
        var targets = arena.allocate((long) count * Integer.BYTES, 64);
        for (var i = 0; i < count; i++) {
            copyInput(0, first + i, inputs, (long) i * width * Float.BYTES);
            copyTarget(0, first + i, targets, (long) i * Integer.BYTES);
        }
        return new Batch(count, List.of(inputs), List.of(targets));
    }
}
