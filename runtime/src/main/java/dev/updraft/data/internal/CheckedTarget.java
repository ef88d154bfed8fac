package dev.updraft.data.internal;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Reads targets of a data set and refuses what no target can be: a class number that has no class, or a number that is not
 * finite. A data set may be an application's own, and engines and metrics use its class numbers as indices.
 */
public final class CheckedTarget {
    private CheckedTarget() {}

    /**
     * As {@link Dataset#copyTarget}.
     *
     * @throws DataException naming the sample, if its target is none
     */
    public static void copy(Dataset data, int target, int index, MemorySegment targets, long offset) {
        copy(data, target, data.targets().get(target), index, targets, offset);
    }

    /** As the other, of a target that is known already: a data set may make its list of targets each time it is asked. */
    public static void copy(
            Dataset data, int number, Dataset.Target target, int index, MemorySegment targets, long offset) {
        data.copyTarget(number, index, targets, offset);
        switch (target) {
            case Dataset.Target.Classes(var _, var names, var positions) -> {
                for (var place = 0L; place < positions; place++) {
                    var found = targets.get(JAVA_INT_UNALIGNED, offset + place * Integer.BYTES);
                    if (found < 0 || found >= names.size()) {
                        throw new DataException(sample(data, target, index)
                                + (positions == 1 ? "" : " at position " + place + " (counted from 0)") + " is class "
                                + found + ", but there are " + names.size() + " classes, numbered 0 to "
                                + (names.size() - 1)
                                + "; correct the class number, or the classes of the data and of the model");
                    }
                }
            }
            case Dataset.Target.Reals(var _, var width) -> {
                for (var i = 0; i < width; i++) {
                    var value = targets.get(JAVA_FLOAT_UNALIGNED, offset + (long) i * Float.BYTES);
                    if (!Float.isFinite(value)) {
                        throw new DataException(sample(data, target, index) + " is " + value
                                + ", where a finite number is expected; correct it or remove the sample");
                    }
                }
            }
            case Dataset.Target.None() -> {}
        }
    }

    private static String sample(Dataset data, Dataset.Target target, int index) {
        var name = data.sampleName(index);
        return data.description() + ": the target " + (target.name().isEmpty() ? "" : "`" + target.name() + "` ")
                + "of sample " + index + " (counted from 0"
                + (name.equals("#" + (index + 1)) ? "" : "; " + name) + ")";
    }

    /**
     * Reads all targets.
     *
     * @throws DataException naming the first sample whose target is none
     */
    public static void requireAll(Dataset data) {
        var targets = data.targets();
        for (var number = 0; number < targets.size(); number++) {
            var target = targets.get(number);
            try (var arena = Arena.ofConfined()) {
                var room = arena.allocate(target.bytes(), Float.BYTES);
                for (var sample = 0; sample < data.size(); sample++) {
                    copy(data, number, target, sample, room, 0);
                }
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
