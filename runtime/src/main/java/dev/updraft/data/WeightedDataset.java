package dev.updraft.data;

/** Samples that do not count the same. */
final class WeightedDataset extends ForwardingDataset {
    private final Dataset data;
    private final float[] weights;

    private WeightedDataset(Dataset data, float[] weights) {
        super(data);
        this.data = data;
        this.weights = weights;
    }

    static Dataset of(Dataset data, float[] weights) {
        if (weights == null) {
            throw new DataException("the weights of " + data.description() + " must not be null");
        }
        if (weights.length != data.size()) {
            throw new DataException(data.description() + " has " + data.size() + " samples, but there are "
                    + weights.length + " weights; give one for each sample");
        }
        var weighted = new WeightedDataset(data, weights.clone());
        SampleWeights.require(weighted);
        return weighted;
    }

    @Override
    public Dataset as(DataSpec dataSpec) {
        var adapted = data.as(dataSpec);
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
