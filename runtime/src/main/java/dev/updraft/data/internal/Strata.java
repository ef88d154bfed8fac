package dev.updraft.data.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.data.Dataset;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/** The samples of each class, of the first target that is one class a sample; all of them in one, if there are no classes. */
final class Strata {
    private static final int NONE = -1;

    private final Dataset data;
    private final int target;
    private final int[] sizes;
    private final MemorySegment room = MemorySegment.ofArray(new int[1]);

    private Strata(Dataset data, int target, int classes) {
        this.data = data;
        this.target = target;
        sizes = new int[classes];
    }

    static Strata of(Dataset data) {
        var targets = data.targets();
        var target = IntStream.range(0, targets.size())
                .filter(number ->
                        targets.get(number) instanceof Dataset.Target.Classes classes && classes.positions() == 1)
                .findFirst()
                .orElse(NONE);
        if (target == NONE || !(targets.get(target) instanceof Dataset.Target.Classes classes)) {
            var all = new Strata(data, NONE, 1);
            all.sizes[0] = data.size();
            return all;
        }
        var strata = new Strata(data, target, classes.names().size());
        for (var sample = 0; sample < data.size(); sample++) {
            CheckedTarget.copy(data, target, classes, sample, strata.room, 0);
            strata.sizes[strata.room.get(JAVA_INT, 0)]++;
        }
        return strata;
    }

    /** Of each stratum, in order. */
    int[] sizes() {
        return sizes.clone();
    }

    /** The number of the stratum that a sample belongs to. */
    int of(int sample) {
        if (target == NONE) {
            return 0;
        }
        data.copyTarget(target, sample, room, 0);
        return room.get(JAVA_INT, 0);
    }
}
