package dev.updraft.data;

import dev.updraft.data.internal.CheckedTarget;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.data.internal.Strata;
import dev.updraft.data.internal.Subset;
import dev.updraft.data.internal.UnresolvedShare;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A random split of a data set, so that sorted data does not end up with whole classes on one side. */
public record TrainValidationSplit(Dataset train, Dataset validation) {

    /**
     * Sets a fraction of the samples aside: of samples that have one class each, the same fraction of each class as nearly as
     * whole numbers allow. Rows of {@link Datasets#of(List)} are split so when a model says which column is the target, and
     * those without one are left out.
     *
     * @param share above 0 and below 1; the number set aside is rounded to the nearest, and at least 1
     * @param seed the same seed selects the same samples
     * @throws DataException if no sample would be left to train on
     */
    public static TrainValidationSplit of(Dataset data, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new DataException(
                    "a validation split of " + share + " is not a fraction: use one above 0 and below 1");
        }
        return of(data, share, "validation", size -> Shuffle.split(size, seed));
    }

    /**
     * Sets a fraction of the samples aside to test the model in the end; as {@link #of}, but other samples with the same seed.
     *
     * @throws DataException if no sample would be left to train on
     */
    public static TrainValidationSplit forTest(Dataset data, double share, long seed) {
        return of(data, share, "test", size -> Shuffle.testSplit(size, seed));
    }

    private static TrainValidationSplit of(Dataset data, double share, String what, IntFunction<int[]> order) {
        var split = ofKnown(data, share, what, order.apply(data.size()));
        return data.targets().isEmpty()
                ? new TrainValidationSplit(
                        new UnresolvedShare(data, split.train, known -> of(known, share, what, order).train),
                        new UnresolvedShare(data, split.validation, known -> of(known, share, what, order).validation))
                : split;
    }

    private static TrainValidationSplit ofKnown(Dataset data, double share, String what, int[] order) {
        CheckedTarget.requireSamples(data);
        var size = data.size();
        var aside = Math.max(1, (int) Math.round(size * share));
        if (aside >= size) {
            throw new DataException(data.description() + " has " + size + (size == 1 ? " sample" : " samples")
                    + ", and a " + what + " split of " + share
                    + " leaves none to train on; use a smaller fraction or more data");
        }
        var isAside = new boolean[size];
        Arrays.stream(chosen(Strata.of(data, order), size, aside)).forEach(sample -> isAside[sample] = true);
        return new TrainValidationSplit(
                subset(data, samples(isAside, false), " (training share)"),
                subset(data, samples(isAside, true), " (" + what + " share)"));
    }

    /** The first samples of each stratum: of every one the share that is due when it has been reached. */
    private static int[] chosen(List<int[]> strata, int size, int aside) {
        var chosen = IntStream.builder();
        var seen = 0L;
        var taken = 0L;
        for (var stratum : strata) {
            seen += stratum.length;
            var due = seen * aside / size;
            Arrays.stream(stratum).limit(due - taken).forEach(chosen);
            taken = due;
        }
        return chosen.build().toArray();
    }

    private static int[] samples(boolean[] isAside, boolean wanted) {
        return IntStream.range(0, isAside.length)
                .filter(sample -> isAside[sample] == wanted)
                .toArray();
    }

    private static Dataset subset(Dataset data, int[] indices, String suffix) {
        return new Subset(data, indices, data.description() + suffix);
    }
}
