package dev.updraft.data;

import dev.updraft.data.internal.CheckedTarget;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.data.internal.Subset;
import java.util.Arrays;

/** A random split of a data set, so that sorted data does not end up with whole classes on one side. */
public record TrainValidationSplit(Dataset train, Dataset validation) {

    /**
     * Sets a fraction of the samples aside.
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
        CheckedTarget.requireSamples(data);
        var size = data.size();
        var aside = Math.max(1, (int) Math.round(size * share));
        if (aside >= size) {
            throw new DataException(data.description() + " has " + size + (size == 1 ? " sample" : " samples")
                    + ", and a validation split of " + share
                    + " leaves none to train on; use a smaller fraction or more data");
        }
        var order = Shuffle.split(size, seed);
        return new TrainValidationSplit(
                subset(data, Arrays.copyOfRange(order, aside, size), " (training share)"),
                subset(data, Arrays.copyOfRange(order, 0, aside), " (validation share)"));
    }

    private static Dataset subset(Dataset data, int[] indices, String suffix) {
        // The order of memory is kind to caches; shuffling is for the epochs.
        Arrays.sort(indices);
        return new Subset(data, indices, data.description() + suffix);
    }
}
