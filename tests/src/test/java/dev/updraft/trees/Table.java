package dev.updraft.trees;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random rows for trees to grow on, with what a loss would give for them.
 *
 * @param values rows × features
 */
record Table(float[] values, List<Feature> features, float[][] gradients, float[] curvature) {
    /** Numeric features of {@code distinct} values each, a tenth of them missing if {@code missing}; few gradients are equal. */
    static Table numeric(int rows, int features, int distinct, boolean missing, Random random) {
        var values = new float[rows * features];
        for (var i = 0; i < values.length; i++) {
            values[i] = missing && random.nextInt(10) == 0 ? Float.NaN : random.nextInt(distinct) - distinct / 2;
        }
        var names = new ArrayList<Feature>();
        for (var f = 0; f < features; f++) {
            names.add(Feature.numeric("x" + f));
        }
        return new Table(values, names, new float[][] {gaussian(rows, random)}, uniform(rows, random));
    }

    /** Categorical features. */
    static Table categorical(int rows, int features, int categories, boolean missing, Random random) {
        var table = numeric(rows, features, categories, missing, random);
        var names = new ArrayList<Feature>();
        for (var f = 0; f < features; f++) {
            names.add(Feature.categorical("c" + f, categories));
        }
        var half = categories / 2;
        for (var i = 0; i < table.values.length; i++) {
            table.values[i] += half;
        }
        return new Table(table.values, names, table.gradients, table.curvature);
    }

    private static float[] gaussian(int count, Random random) {
        var values = new float[count];
        for (var i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] uniform(int count, Random random) {
        var values = new float[count];
        for (var i = 0; i < count; i++) {
            values[i] = 0.05f + random.nextFloat();
        }
        return values;
    }

    /** With several outputs. */
    Table withOutputs(int outputs, Random random) {
        var all = new float[outputs][];
        for (var k = 0; k < outputs; k++) {
            all[k] = gaussian(rows(), random);
        }
        return new Table(values, features, all, curvature);
    }

    /** The gradients of classes as a forest has them, and curvatures of 1. */
    Table withClasses(int classes, Random random) {
        var all = new float[classes][rows()];
        var ones = new float[rows()];
        for (var row = 0; row < rows(); row++) {
            all[random.nextInt(classes)][row] = -1;
            ones[row] = 1;
        }
        return new Table(values, features, all, ones);
    }

    /** With gradients that a tree can learn: they depend on the first features. */
    Table withSignal() {
        var signal = new float[rows()];
        for (var row = 0; row < rows(); row++) {
            var x = values[row * width()];
            var z = values[row * width() + 1];
            signal[row] = gradients[0][row] + (Float.isNaN(x) ? 2 : x * 0.7f) + (z > 1 ? x : -1);
            signal[row] = Float.isNaN(signal[row]) ? 1 : signal[row];
        }
        return new Table(values, features, new float[][] {signal}, curvature);
    }

    /** With features that predictions must rise or fall with. */
    Table monotone(int direction) {
        return new Table(
                values,
                features.stream()
                        .map(feature -> new Feature(feature.name(), feature.kind(), direction))
                        .toList(),
                gradients,
                curvature);
    }

    int rows() {
        return curvature.length;
    }

    int width() {
        return features.size();
    }

    float value(int row, int feature) {
        return values[row * width() + feature];
    }

    BinnedFeatures binned(int maxBins, Workers workers) {
        return BinnedFeatures.of(FeatureSource.of(values, width()), features, maxBins, workers);
    }

    /** One tree. */
    GrownTree grow(TreeSettings settings, byte @Nullable [] drawn) {
        try (var workers = new Workers(1)) {
            return new TreeGrower(binned(255, workers), settings, workers)
                    .grow(gradients, new float[][] {curvature}, drawn, 7, 0);
        }
    }
}
