package dev.updraft.data;

import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.data.internal.AsideSamples;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.data.internal.Subset;
import dev.updraft.data.internal.UnresolvedShare;
import java.util.List;

/** A data set in two: samples to train on, and samples set aside. */
public record TrainValidationSplit(Dataset train, Dataset validation) {
    private static final DataSpec NO_COLUMNS = new DataSpec(List.of(), List.of(), List.of());

    /**
     * Sets a fraction of the samples aside, chosen at random: of samples that have one class each, the same fraction of each
     * class as nearly as whole numbers allow. Rows of {@link Datasets#of(List)} are split so when a model says which column is
     * the target, and those without one are left out.
     *
     * @param share above 0 and below 1; the number set aside is rounded to the nearest, and at least 1
     * @param seed the same seed selects the same samples
     * @throws DataException if no sample would be left to train on
     */
    public static TrainValidationSplit of(Dataset data, double share, long seed) {
        return of(data, fraction(share), NO_COLUMNS, seed);
    }

    /**
     * Sets samples aside as a split says.
     *
     * @param dataSpec what the model expects, whose columns the split may go by: {@link dev.updraft.Model#dataSpec}
     * @param seed the same seed selects the same samples
     * @throws DataException if no sample would be left to train on, or the data has no column that can be split by
     */
    public static TrainValidationSplit of(Dataset data, DataSplit split, DataSpec dataSpec, long seed) {
        return parts(new AsideSamples(
                known(data, dataSpec), split, dataSpec, "validation", size -> Shuffle.split(size, seed)));
    }

    /**
     * Sets a fraction of the samples aside to test the model in the end; as {@link #of}, but other samples with the same seed.
     *
     * @throws DataException if no sample would be left to train on
     */
    public static TrainValidationSplit forTest(Dataset data, double share, long seed) {
        return forTest(data, fraction(share), NO_COLUMNS, seed);
    }

    /**
     * Sets samples aside as a split says to test the model in the end; what is chosen at random is other samples than those of
     * {@link #of} with the same seed.
     *
     * @throws DataException if no sample would be left to train on, or the data has no column that can be split by
     */
    public static TrainValidationSplit forTest(Dataset data, DataSplit split, DataSpec dataSpec, long seed) {
        return parts(new AsideSamples(
                known(data, dataSpec), split, dataSpec, "test", size -> Shuffle.testSplit(size, seed)));
    }

    /** Rows of Java have no columns before a model says which they are. */
    private static Dataset known(Dataset data, DataSpec dataSpec) {
        return dataSpec.hasGroups() ? data.as(dataSpec) : data;
    }

    private static DataSplit fraction(double share) {
        if (!(share > 0 && share < 1)) {
            throw new DataException("a split of " + share + " is not a fraction: use one above 0 and below 1");
        }
        return new DataSplit.Random(share);
    }

    private static TrainValidationSplit parts(AsideSamples aside) {
        var data = aside.data();
        var parts = aside.parts();
        var train = subset(data, parts.kept(), "training");
        var validation = subset(data, parts.aside(), aside.what());
        return data.targets().isEmpty()
                ? new TrainValidationSplit(
                        new UnresolvedShare(data, train, known -> parts(aside.of(known)).train),
                        new UnresolvedShare(data, validation, known -> parts(aside.of(known)).validation))
                : new TrainValidationSplit(train, validation);
    }

    private static Dataset subset(Dataset data, int[] samples, String what) {
        // What is left after the test share is split once more: the last share says it all.
        var whole = data.description().replaceFirst(" \\((training|validation|test) share\\)$", "");
        return new Subset(data, samples, whole + " (" + what + " share)");
    }
}
