package dev.updraft.data.internal;

import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The part of a cross-validation that each sample belongs to. */
public final class FoldNumbers {
    /** What comes before the first part. */
    private static final int NONE = -1;

    private FoldNumbers() {}

    /**
     * Of each sample the number of its fold; -1 for the first samples where folds are in order, on which the first is trained.
     *
     * @param split how data is set aside
     * @param count at most as many as samples
     * @throws DataException if there are too few groups or steps of time
     */
    public static int[] of(Dataset data, DataSplit split, DataSpec dataSpec, int count, long seed) {
        return switch (split) {
            case DataSplit.Random _ -> stratified(data, count, seed);
            case DataSplit.Grouped grouped -> {
                var groups = SplitValues.groups(data, grouped, dataSpec);
                require(data, split, groups.size(), count, "groups");
                yield grouped(groups, data.size(), count, seed);
            }
            case DataSplit.Last last -> {
                var steps = SplitValues.ordered(data, last, dataSpec);
                require(data, split, steps.size() - 1, count, "steps of time after the first");
                yield ordered(steps, data.size(), count);
            }
        };
    }

    private static void require(Dataset data, DataSplit split, int there, int count, String what) {
        if (there < count) {
            throw new DataException(data.description() + ": " + split.text() + " gives " + there + " " + what
                    + ", too few for " + count + " folds; "
                    + (there < 2 ? "split by another column" : "use at most " + there + " folds"));
        }
    }

    /** Of each sample the number of its fold, at random; each fold has the same share of each class. */
    public static int[] stratified(Dataset data, int count, long seed) {
        var fold = new int[data.size()];
        var next = 0;
        for (var stratum : Strata.of(data, Shuffle.split(data.size(), seed))) {
            for (var sample : stratum) {
                fold[sample] = next;
                next = (next + 1) % count;
            }
        }
        return fold;
    }

    /** The largest groups first, each into the fold that has the fewest samples yet. */
    private static int[] grouped(List<int[]> groups, int size, int count, long seed) {
        var fold = new int[size];
        var sizes = new int[count];
        var order = Arrays.stream(Shuffle.split(groups.size(), seed))
                .mapToObj(groups::get)
                .sorted(Comparator.comparingInt((int[] group) -> -group.length))
                .toList();
        for (var group : order) {
            var smallest = 0;
            for (var number = 1; number < count; number++) {
                smallest = sizes[number] < sizes[smallest] ? number : smallest;
            }
            for (var sample : group) {
                fold[sample] = smallest;
            }
            sizes[smallest] += group.length;
        }
        return fold;
    }

    /** One part more than folds, the first of which is never set aside; each part begins with a step of time of its own. */
    private static int[] ordered(List<int[]> steps, int size, int count) {
        var fold = new int[size];
        var number = NONE;
        var seen = 0L;
        for (var step = 0; step < steps.size(); step++) {
            var stepsLeft = steps.size() - step;
            var foldsLeft = count - 1 - number;
            var isDue = seen * (count + 1) >= (number + 2L) * size;
            if (foldsLeft > 0 && step > 0 && (isDue || stepsLeft == foldsLeft)) {
                number++;
            }
            for (var sample : steps.get(step)) {
                fold[sample] = number;
            }
            seen += steps.get(step).length;
        }
        return fold;
    }
}
