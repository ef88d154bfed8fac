package dev.updraft.data.internal;

import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.RowWindows;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Which samples a split sets aside.
 *
 * @param dataSpec finds the columns that are split by
 * @param what what they are set aside for, for messages: {@code validation} or {@code test}
 * @param permutation of a number n, a random order of 0 to n - 1
 */
public record AsideSamples(
        Dataset data, DataSplit split, DataSpec dataSpec, String what, IntFunction<int[]> permutation) {

    /** The same of other data. */
    public AsideSamples of(Dataset other) {
        return new AsideSamples(other, split, dataSpec, what, permutation);
    }

    /**
     * The two parts of the data; of windows those are in neither whose targets are in both.
     *
     * @param kept the samples that are not set aside
     */
    public record Parts(int[] kept, int[] aside) {}

    /**
     * The samples that are set aside, and those that are not: at least one of each.
     *
     * @throws DataException if no sample would be left to train on, or there is no column that can be split by
     */
    public Parts parts() {
        var windows = data.windows();
        if (windows == null) {
            var isAside = find();
            return new Parts(samples(isAside, false), samples(isAside, true));
        }
        var of = WindowRows.of(data, windows, split);
        var isAside = new AsideSamples(of.rows(), of.split(), of.dataSpec(), what, permutation).find();
        var parts = new Parts(windows.samplesOf(row -> !isAside[row]), windows.samplesOf(row -> isAside[row]));
        require(parts.kept.length, windows, "to train on");
        require(parts.aside.length, windows, "of what is set aside");
        return parts;
    }

    private void require(int count, RowWindows windows, String where) {
        if (count == 0) {
            throw new DataException(data.description() + ": a " + what + " split of " + split.text()
                    + " leaves no window " + where + ": of the " + windows.size()
                    + " windows none has all its targets there; use another fraction, or more rows");
        }
    }

    private static int[] samples(boolean[] isAside, boolean wanted) {
        var size = 0;
        for (var aside : isAside) {
            size += aside == wanted ? 1 : 0;
        }
        var samples = new int[size];
        for (int sample = 0, next = 0; next < size; sample++) {
            if (isAside[sample] == wanted) {
                samples[next++] = sample;
            }
        }
        return samples;
    }

    /**
     * Of each sample whether it is set aside: at least one is, and at least one is not.
     *
     * @throws DataException if no sample would be left to train on, or there is no column that can be split by
     */
    private boolean[] find() {
        CheckedTarget.requireSamples(data);
        var size = data.size();
        var due = Math.max(1, (int) Math.round(size * split.share()));
        if (due >= size) {
            throw new DataException(data.description() + " has " + size + (size == 1 ? " sample" : " samples")
                    + ", and a " + what + " split of " + split.text()
                    + " leaves none to train on; use a smaller fraction or more data");
        }
        var isAside = new boolean[size];
        switch (split) {
            case DataSplit.Random _ -> ofStrata(Strata.of(data), due, isAside);
            case DataSplit.Last last -> {
                var steps = SplitValues.ordered(data, last, dataSpec);
                mark(steps, fromEnd(steps, due), isAside);
            }
            case DataSplit.Grouped grouped -> {
                var groups = SplitValues.groups(data, grouped, dataSpec);
                mark(groups, chosen(groups, due), isAside);
            }
        }
        return isAside;
    }

    private static void mark(SampleGroups groups, boolean[] chosen, boolean[] isAside) {
        for (var sample = 0; sample < isAside.length; sample++) {
            isAside[sample] = chosen[groups.numbers()[sample]];
        }
    }

    /** The first samples of each stratum: of every one the share that is due when it has been reached. */
    private void ofStrata(Strata strata, int due, boolean[] isAside) {
        var dueOf = strata.sizes();
        var seen = 0L;
        var taken = 0L;
        for (var stratum = 0; stratum < dueOf.length; stratum++) {
            seen += dueOf[stratum];
            var dueSoFar = seen * due / data.size();
            dueOf[stratum] = (int) (dueSoFar - taken);
            taken = dueSoFar;
        }
        for (var sample : permutation.apply(isAside.length)) {
            isAside[sample] = dueOf[strata.of(sample)]-- > 0;
        }
    }

    /** The last steps, as few as hold the samples that are due; never the first. */
    private boolean[] fromEnd(SampleGroups steps, int due) {
        requireSeveral(steps);
        var from = steps.count();
        for (var taken = 0; taken < due && from > 1; ) {
            from--;
            taken += steps.sizes()[from];
        }
        var chosen = new boolean[steps.count()];
        Arrays.fill(chosen, from, chosen.length, true);
        return chosen;
    }

    /** Groups in a random order, each that leads nearer to the number that is due; at least one, and never all. */
    private boolean[] chosen(SampleGroups groups, int due) {
        requireSeveral(groups);
        var sizes = groups.sizes();
        var chosen = new boolean[sizes.length];
        var taken = 0;
        for (var group : permutation.apply(sizes.length)) {
            if (Math.abs(taken + sizes[group] - due) < Math.abs(taken - due) && taken + sizes[group] < data.size()) {
                chosen[group] = true;
                taken += sizes[group];
            }
        }
        if (taken == 0) {
            // Every group has more than twice as many samples as are due.
            var smallest = 0;
            for (var group = 1; group < sizes.length; group++) {
                smallest = sizes[group] < sizes[smallest] ? group : smallest;
            }
            chosen[smallest] = true;
        }
        return chosen;
    }

    private void requireSeveral(SampleGroups parts) {
        if (parts.count() == 1) {
            throw new DataException(
                    data.description() + ": all rows have the same value of the column that " + split.text()
                            + " splits them by, so that none would be left to train on; split by another column");
        }
    }
}
