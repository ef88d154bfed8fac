package dev.updraft.data.internal;

import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;

/** Samples that do not count the same. */
public final class WeightedDataset extends ForwardingDataset {
    private final Dataset data;
    private final float[] weights;

    private WeightedDataset(Dataset data, float[] weights) {
        super(data);
        this.data = data;
        this.weights = weights;
    }

    public static Dataset of(Dataset data, float[] weights) {
        if (weights == null) {
            throw new DataException("the weights of " + data.description() + " must not be null");
        }
        if (weights.length != data.size()) {
            throw new DataException(data.description() + " has " + data.size() + " samples, but there are "
                    + weights.length + " weights; pass one for each sample");
        }
        var weighted = new WeightedDataset(data, weights.clone());
        require(weighted);
        return weighted;
    }

    /**
     * Checks that weights are finite, at least 0, and not all 0; an application may have a data set of its own.
     *
     * @throws DataException naming the sample
     */
    public static void require(Dataset data) {
        if (!data.isWeighted()) {
            return;
        }
        var largest = 0f;
        for (var sample = 0; sample < data.size(); sample++) {
            var weight = data.weight(sample);
            if (!(weight >= 0 && Float.isFinite(weight))) {
                throw new DataException(data.description() + ": the weight of sample " + data.sampleName(sample)
                        + " is " + weight
                        + ", where a finite number of at least 0 is expected; correct it, or remove the sample");
            }
            largest = Math.max(largest, weight);
        }
        if (largest == 0) {
            throw new DataException(
                    data.description() + ": all weights are 0, so no sample counts; at least one must be above 0");
        }
    }

    @Override
    public Dataset as(DataSpec dataSpec) {
        var adapted = data.as(dataSpec);
        if (adapted.size() != weights.length) {
            throw new DataException(data.description() + ": there are " + weights.length
                    + " weights, one for each row, but "
                    + (adapted.windows() == null ? adapted.size() + " rows with a target" : adapted.size() + " windows")
                    + "; put the weights into a column of the rows, and name it in the `fit` block: sample_weight");
        }
        return adapted.equals(data) ? this : new WeightedDataset(adapted, weights);
    }

    @Override
    public boolean isWeighted() {
        return true;
    }

    @Override
    public float weight(int index) {
        return weights[index];
    }
}
