package dev.updraft.data.batches;

import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.TrainValidationSplit;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.data.internal.Strata;
import dev.updraft.data.internal.Subset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Cuts a data set into parts, each to be set aside once while a model is trained on the others. */
public final class Folds {
    private Folds() {}

    /**
     * One split for each part: the others to train on, the part to validate on. Every sample is set aside in exactly one of
     * them. Sizes differ by one sample at most, and so do the numbers of samples of each class: folds are stratified.
     *
     * @param count of parts, at least 2
     * @param seed the same seed makes the same parts
     * @throws DataException if there are fewer samples than parts
     */
    public static List<TrainValidationSplit> of(Dataset data, int count, long seed) {
        if (count < 2) {
            throw new DataException("cross-validation needs at least 2 folds, not " + count + "");
        }
        if (data.size() < count) {
            throw new DataException(data.description() + " has " + data.size() + " samples, too few for " + count
                    + " folds; use at most " + data.size() + " folds");
        }
        var fold = new int[data.size()];
        var next = 0;
        for (var stratum : Strata.of(data, Shuffle.split(data.size(), seed))) {
            for (var sample : stratum) {
                fold[sample] = next;
                next = (next + 1) % count;
            }
        }
        var splits = new ArrayList<TrainValidationSplit>();
        for (var part = 0; part < count; part++) {
            var aside = part;
            var name = String.format(Locale.ROOT, " (fold %d of %d)", part + 1, count);
            splits.add(new TrainValidationSplit(
                    subset(
                            data,
                            sample -> fold[sample] != aside,
                            String.format(Locale.ROOT, " (all but fold %d of %d)", part + 1, count)),
                    subset(data, sample -> fold[sample] == aside, name)));
        }
        return splits;
    }

    private static Dataset subset(Dataset data, IntPredicate belongs, String suffix) {
        var samples = IntStream.range(0, data.size()).filter(belongs).toArray();
        return new Subset(data, samples, data.description() + suffix);
    }
}
