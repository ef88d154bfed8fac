package dev.updraft.data;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Reads targets of a data set and refuses what no target can be: a class number that has no class, or a number that is not finite.
 * A data set may be an application's own, and engines and metrics use its class numbers as indices.
 */
public final class CheckedTarget {
    private CheckedTarget() {}

    /**
     * As {@link Dataset#copyTarget}.
     *
     * @throws DataException naming the sample, if its target is none
     */
    public static void copy(Dataset data, int index, MemorySegment targets, long offset) {
        data.copyTarget(index, targets, offset);
        switch (data.target()) {
            case Dataset.Target.Classes(var names) -> {
                var number = targets.get(JAVA_INT_UNALIGNED, offset);
                if (number < 0 || number >= names.size()) {
                    throw new DataException(sample(data, index) + " is class " + number + ", but there are "
                            + names.size() + " classes, numbered 0 to " + (names.size() - 1)
                            + "; correct the class number, or the classes of the data and of the model");
                }
            }
            case Dataset.Target.Reals(var width) -> {
                for (var i = 0; i < width; i++) {
                    var value = targets.get(JAVA_FLOAT_UNALIGNED, offset + (long) i * Float.BYTES);
                    if (!Float.isFinite(value)) {
                        throw new DataException(sample(data, index) + " is " + value
                                + ", where a finite number is expected; correct it or leave the sample out");
                    }
                }
            }
            case Dataset.Target.None() -> {}
        }
    }

    private static String sample(Dataset data, int index) {
        var name = data.sampleName(index);
        return data.description() + ": the target of sample " + index + " (counted from 0"
                + (name.equals("#" + (index + 1)) ? "" : "; " + name) + ")";
    }

    /**
     * Reads all targets.
     *
     * @throws DataException naming the first sample whose target is none
     */
    public static void requireAll(Dataset data) {
        var bytes = data.target().bytes();
        if (bytes == 0) {
            return;
        }
        try (var arena = Arena.ofConfined()) {
            var target = arena.allocate(bytes, Float.BYTES);
            for (var sample = 0; sample < data.size(); sample++) {
                copy(data, sample, target, 0);
            }
        }
    }

    /**
     * Checks that there are samples.
     *
     * @throws DataException if there are none
     */
    public static void requireSamples(Dataset data) {
        if (data.size() < 1) {
            throw new DataException(
                    data.description() + " has no samples (its size is " + data.size() + "); at least 1 is needed");
        }
    }
}
