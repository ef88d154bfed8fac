package dev.updraft.data.internal;

import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import java.util.Arrays;
import java.util.Comparator;

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
                require(data, split, groups.count(), count, "groups");
                yield grouped(groups, count, seed);
            }
            case DataSplit.Last last -> {
                var steps = SplitValues.ordered(data, last, dataSpec);
                require(data, split, steps.count() - 1, count, "steps of time after the first");
                yield ordered(steps, count);
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

    /** Of each sample the number of its fold, at random; each fold has the same share of each class: in turn, one stratum after the other. */
    public static int[] stratified(Dataset data, int count, long seed) {
        var strata = Strata.of(data);
        var order = Shuffle.split(data.size(), seed);
        var next = strata.sizes();
        var start = 0;
        for (var stratum = 0; stratum < next.length; stratum++) {
            var size = next[stratum];
            next[stratum] = start;
            start += size;
        }
        var fold = new int[order.length];
        for (var sample : order) {
            fold[sample] = next[strata.of(sample)]++ % count;
        }
        return fold;
    }

    /** The largest groups first, each into the fold that has the fewest samples yet. */
    private static int[] grouped(SampleGroups groups, int count, long seed) {
        var sizes = groups.sizes();
        var foldOf = new int[sizes.length];
        var filled = new int[count];
        var order = Arrays.stream(Shuffle.split(sizes.length, seed))
                .boxed()
                .sorted(Comparator.comparingInt(group -> -sizes[group]))
                .toList();
        for (var group : order) {
            var smallest = 0;
            for (var number = 1; number < count; number++) {
                smallest = filled[number] < filled[smallest] ? number : smallest;
            }
            foldOf[group] = smallest;
            filled[smallest] += sizes[group];
        }
        return ofSamples(groups, foldOf);
    }

    /** One part more than folds, the first of which is never set aside; each part begins with a step of time of its own. */
    private static int[] ordered(SampleGroups steps, int count) {
        var size = steps.numbers().length;
        var foldOf = new int[steps.count()];
        var number = NONE;
        var seen = 0L;
        for (var step = 0; step < foldOf.length; step++) {
            var stepsLeft = foldOf.length - step;
            var foldsLeft = count - 1 - number;
            var isDue = seen * (count + 1) >= (number + 2L) * size;
            if (foldsLeft > 0 && step > 0 && (isDue || stepsLeft == foldsLeft)) {
                number++;
            }
            foldOf[step] = number;
            seen += steps.sizes()[step];
        }
        return ofSamples(steps, foldOf);
    }

    private static int[] ofSamples(SampleGroups groups, int[] foldOf) {
        var fold = new int[groups.numbers().length];
        for (var sample = 0; sample < fold.length; sample++) {
            fold[sample] = foldOf[groups.numbers()[sample]];
        }
        return fold;
    }
}
