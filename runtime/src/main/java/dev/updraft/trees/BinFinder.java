package dev.updraft.trees;

import dev.updraft.compiler.ops.Philox;
import dev.updraft.trees.Feature.Categorical;
import dev.updraft.trees.Feature.Numeric;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the bins of features in one pass: one bin per value where there are no more distinct values than bins, otherwise bins of
 * about equally many rows. Those are counted in a sample, one row drawn from each of many equal stretches of rows, the same at
 * each run.
 */
final class BinFinder {
    private static final int STREAM = 0x7265_6503;
    private static final int MOST_SAMPLED_ROWS = 1 << 18;
    private static final int LEAST_SAMPLED_ROWS = 1 << 15;
    private static final int MOST_SAMPLED_VALUES = 1 << 26;

    private final FeatureSource source;
    private final List<Feature> features;
    private final int maxBins;
    private final Workers workers;
    private final int sampledRows;
    private final float[][] sample;
    private final DistinctValues[] distinct;

    BinFinder(FeatureSource source, List<Feature> features, int maxBins, Workers workers) {
        this.source = source;
        this.features = features;
        this.maxBins = maxBins;
        this.workers = workers;
        sampledRows = Math.min(
                source.rows(),
                Math.clamp(MOST_SAMPLED_VALUES / features.size(), LEAST_SAMPLED_ROWS, MOST_SAMPLED_ROWS));
        sample = new float[features.size()][];
        distinct = new DistinctValues[features.size()];
        for (var f = 0; f < sample.length; f++) {
            if (features.get(f).kind() instanceof Numeric) {
                sample[f] = new float[sampledRows];
                distinct[f] = new DistinctValues(maxBins);
            }
        }
    }

    FeatureBins[] find() {
        var sampled = new int[1];
        source.forEachBlock((block, from, rows) -> {
            var first = sampled[0];
            while (sampled[0] < sampledRows && sampledRow(sampled[0]) < from + rows) {
                sampled[0]++;
            }
            workers.run(sample.length, (feature, _) -> add(feature, block, from, rows, first, sampled[0]));
        });
        var bins = new FeatureBins[features.size()];
        workers.run(
                bins.length,
                (feature, _) -> bins[feature] = switch (features.get(feature).kind()) {
                    case Categorical kind -> FeatureBins.ofCategories(features.get(feature), kind);
                    case Numeric _ -> FeatureBins.ofThresholds(features.get(feature), thresholds(feature));
                });
        return bins;
    }

    /** The row of the sample's place: drawn from a stretch of its own. */
    private int sampledRow(int place) {
        var rows = (long) source.rows();
        var start = place * rows / sampledRows;
        var end = (place + 1) * rows / sampledRows;
        return (int) (start + (long) (Philox.uniform(0, 0, STREAM, place) * (end - start)));
    }

    private void add(int feature, float[] block, int from, int rows, int firstPlace, int endPlace) {
        if (sample[feature] == null) {
            return;
        }
        var width = features.size();
        for (var place = firstPlace; place < endPlace; place++) {
            sample[feature][place] = block[(sampledRow(place) - from) * width + feature];
        }
        var values = distinct[feature];
        for (var i = feature; i < rows * width && !values.tooMany(); i += width) {
            values.add(block[i]);
        }
    }

    private float[] thresholds(int feature) {
        var values = distinct[feature].tooMany() ? quantiles(sample[feature]) : null;
        sample[feature] = new float[0];
        return values == null ? betweenAll(distinct[feature].sorted()) : values;
    }

    private static float[] betweenAll(float[] values) {
        var thresholds = new float[Math.max(0, values.length - 1)];
        for (var i = 0; i < thresholds.length; i++) {
            thresholds[i] = FeatureBins.between(values[i], values[i + 1]);
        }
        return thresholds;
    }

    /** Bins of about equally many values; values that would fill a bin have one of their own. */
    private float[] quantiles(float[] values) {
        var count = FloatSort.withoutMissing(values);
        var counts = new int[count];
        var different = 0;
        for (var i = 0; i < count; i++) {
            if (i == 0 || values[i] != values[different - 1]) {
                values[different++] = values[i];
            }
            counts[different - 1]++;
        }
        if (different <= maxBins) {
            return betweenAll(Arrays.copyOf(values, different));
        }
        var even = (double) count / maxBins;
        var rest = 0;
        var bins = maxBins;
        for (var i = 0; i < different; i++) {
            if (counts[i] >= even) {
                bins--;
            } else {
                rest += counts[i];
            }
        }
        var thresholds = new float[maxBins - 1];
        var used = 0;
        var inBin = 0;
        var filling = (double) rest / Math.max(1, bins);
        for (var i = 0; i + 1 < different && used < thresholds.length; i++) {
            var full = counts[i] >= even;
            inBin += counts[i];
            if (!full) {
                rest -= counts[i];
            }
            if (full || inBin >= filling || (counts[i + 1] >= even && inBin >= 0.5 * filling)) {
                thresholds[used++] = FeatureBins.between(values[i], values[i + 1]);
                inBin = 0;
                bins -= full ? 0 : 1;
                filling = (double) rest / Math.max(1, bins);
            }
        }
        return Arrays.copyOf(thresholds, used);
    }
}
