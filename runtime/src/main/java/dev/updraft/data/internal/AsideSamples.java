package dev.updraft.data.internal;

import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.RowWindows;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

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
        return IntStream.range(0, isAside.length)
                .filter(sample -> isAside[sample] == wanted)
                .toArray();
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
        var chosen = switch (split) {
            case DataSplit.Random _ -> ofStrata(Strata.of(data, permutation.apply(size)), due);
            case DataSplit.Last last -> fromEnd(SplitValues.ordered(data, last, dataSpec), due);
            case DataSplit.Grouped grouped -> ofGroups(SplitValues.groups(data, grouped, dataSpec), due);
        };
        chosen.forEach(sample -> isAside[sample] = true);
        return isAside;
    }

    /** The first samples of each stratum: of every one the share that is due when it has been reached. */
    private IntStream ofStrata(List<int[]> strata, int due) {
        var chosen = IntStream.builder();
        var seen = 0L;
        var taken = 0L;
        for (var stratum : strata) {
            seen += stratum.length;
            var dueSoFar = seen * due / data.size();
            Arrays.stream(stratum).limit(dueSoFar - taken).forEach(chosen);
            taken = dueSoFar;
        }
        return chosen.build();
    }

    /** The samples of the last steps, as few steps as hold those that are due; never of the first. */
    private IntStream fromEnd(List<int[]> steps, int due) {
        requireSeveral(steps);
        var from = steps.size();
        for (var taken = 0; taken < due && from > 1; ) {
            from--;
            taken += steps.get(from).length;
        }
        return steps.subList(from, steps.size()).stream().flatMapToInt(Arrays::stream);
    }

    /** Groups in a random order, each that leads nearer to the number that is due; at least one, and never all. */
    private IntStream ofGroups(List<int[]> groups, int due) {
        requireSeveral(groups);
        var order = permutation.apply(groups.size());
        var chosen = IntStream.builder();
        var taken = 0;
        for (var place : order) {
            var group = groups.get(place);
            if (Math.abs(taken + group.length - due) < Math.abs(taken - due) && taken + group.length < data.size()) {
                Arrays.stream(group).forEach(chosen);
                taken += group.length;
            }
        }
        // Where every group has more than twice as many samples as are due.
        return taken > 0
                ? chosen.build()
                : Arrays.stream(groups.stream()
                        .min((a, b) -> Integer.compare(a.length, b.length))
                        .orElseThrow());
    }

    private void requireSeveral(List<int[]> parts) {
        if (parts.size() == 1) {
            throw new DataException(
                    data.description() + ": all rows have the same value of the column that " + split.text()
                            + " splits them by, so that none would be left to train on; split by another column");
        }
    }
}
