package dev.updraft.data.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.data.Dataset;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The samples of each class, of the first target that is one class a sample. */
public final class Strata {
    private Strata() {}

    /** The first target that is one class a sample; -1 if there is none. */
    private static int target(Dataset data) {
        var targets = data.targets();
        return IntStream.range(0, targets.size())
                .filter(number ->
                        targets.get(number) instanceof Dataset.Target.Classes classes && classes.positions() == 1)
                .findFirst()
                .orElse(-1);
    }

    /**
     * The samples class by class, each in the order given; all of them in one, if there are no classes.
     *
     * @param order indices of samples
     */
    public static List<int[]> of(Dataset data, int[] order) {
        var target = target(data);
        if (target < 0 || !(data.targets().get(target) instanceof Dataset.Target.Classes(var _, var names, var _))) {
            return List.of(order);
        }
        var type = data.targets().get(target);
        var sizes = new int[names.size()];
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(JAVA_INT);
            for (var sample : order) {
                CheckedTarget.copy(data, target, type, sample, room, 0);
                sizes[room.get(JAVA_INT, 0)]++;
            }
            var strata = Arrays.stream(sizes).mapToObj(int[]::new).toList();
            Arrays.fill(sizes, 0);
            for (var sample : order) {
                data.copyTarget(target, sample, room, 0);
                var its = room.get(JAVA_INT, 0);
                strata.get(its)[sizes[its]++] = sample;
            }
            return strata;
        }
    }
}
