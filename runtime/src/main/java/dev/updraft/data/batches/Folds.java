package dev.updraft.data.batches;

import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.TrainValidationSplit;
import dev.updraft.data.internal.FoldNumbers;
import dev.updraft.data.internal.Subset;
import dev.updraft.data.internal.WindowRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Cuts a data set into parts, each to be set aside once while a model is trained on others. */
public final class Folds {
    private Folds() {}

    /**
     * One split for each part: the others to train on, the part to validate on. Every sample is set aside in exactly one of
     * them, and sizes differ by one sample at most, as do the numbers of samples of each class: folds are stratified.
     *
     * <p>Groups that a split keeps together are in one part, and parts are of about the same size. If it takes the last of the
     * data, a model is trained on what comes before a part alone, and the first of one part more is never set aside.
     *
     * @param count of parts, at least 2
     * @param split how data is set aside: its share does not matter
     * @param dataSpec finds the columns that are split by
     * @param seed the same seed makes the same parts
     * @throws DataException if there are fewer samples, groups or steps of time than parts need
     */
    public static List<TrainValidationSplit> of(
            Dataset data, DataSplit split, DataSpec dataSpec, int count, long seed) {
        if (count < 2) {
            throw new DataException("cross-validation needs at least 2 folds, not " + count);
        }
        if (data.size() < count) {
            throw new DataException(data.description() + " has " + data.size() + " samples, too few for " + count
                    + " folds; use at most " + data.size() + " folds");
        }
        var windows = data.windows();
        var rows = windows == null ? new WindowRows(data, split, dataSpec) : WindowRows.of(data, windows, split);
        var fold = FoldNumbers.of(rows.rows(), rows.split(), rows.dataSpec(), count, seed);
        var splits = new ArrayList<TrainValidationSplit>();
        for (var part = 0; part < count; part++) {
            var aside = part;
            var isOrdered = split instanceof DataSplit.Last;
            var others = String.format(
                    Locale.ROOT, isOrdered ? " (before fold %d of %d)" : " (all but fold %d of %d)", part + 1, count);
            splits.add(new TrainValidationSplit(
                    subset(data, sample -> isOrdered ? fold[sample] < aside : fold[sample] != aside, others),
                    subset(
                            data,
                            sample -> fold[sample] == aside,
                            String.format(Locale.ROOT, " (fold %d of %d)", part + 1, count))));
        }
        return splits;
    }

    /** @param belongs says it of a sample, or of a row that windows are cut of */
    private static Dataset subset(Dataset data, IntPredicate belongs, String suffix) {
        var windows = data.windows();
        var samples = windows == null
                ? IntStream.range(0, data.size()).filter(belongs).toArray()
                : windows.samplesOf(belongs);
        if (samples.length == 0) {
            throw new DataException(data.description() + ": no window has all its targets in the part" + suffix
                    + "; use fewer folds, or more rows");
        }
        return new Subset(data, samples, data.description() + suffix);
    }
}
