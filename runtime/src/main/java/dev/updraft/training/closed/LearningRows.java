package dev.updraft.training.closed;

import dev.updraft.training.TrainingException;
import dev.updraft.trees.FeatureSource;
import java.util.Arrays;

/**
 * What a layer takes of all training samples, in blocks of rows.
 *
 * @param blocks row after row; each but the last has {@link #BLOCK} rows
 */
public record LearningRows(float[][] blocks, int rows, int features) {
    static final int BLOCK = 4096;

    /**
     * Reads them.
     *
     * @param layer in words, for messages
     * @param value what it takes, as the file calls it
     * @throws TrainingException if a number is NaN or infinite
     */
    public static LearningRows of(FeatureSource source, String layer, String value) {
        var features = source.features();
        var blocks = new float[Math.ceilDiv(source.rows(), BLOCK)][];
        source.forEachBlock((values, from, count) -> {
            requireFinite(values, from, count, features, layer, value);
            for (var row = 0; row < count; row++) {
                var block = (from + row) / BLOCK;
                if (blocks[block] == null) {
                    blocks[block] = new float[Math.min(BLOCK, source.rows() - block * BLOCK) * features];
                }
                System.arraycopy(values, row * features, blocks[block], (from + row) % BLOCK * features, features);
            }
        });
        return new LearningRows(blocks, source.rows(), features);
    }

    static void requireFinite(float[] values, int from, int count, int features, String layer, String value) {
        for (var i = 0; i < count * features; i++) {
            if (!Float.isFinite(values[i])) {
                throw new TrainingException(
                        "`" + layer + "` cannot learn from " + values[i] + ", which is feature "
                                + (i % features + 1) + " of `" + value + "` in sample " + (from + i / features + 1)
                                + " of the training data: fill gaps before it, as encode or imputation does, or correct the data");
            }
        }
    }

    /** Of these rows, in their order. */
    LearningRows of(int[] chosen) {
        var taken = new float[Math.ceilDiv(chosen.length, BLOCK)][];
        for (var i = 0; i < chosen.length; i++) {
            if (i % BLOCK == 0) {
                taken[i / BLOCK] = new float[Math.min(BLOCK, chosen.length - i) * features];
            }
            System.arraycopy(block(chosen[i]), at(chosen[i]), taken[i / BLOCK], i % BLOCK * features, features);
        }
        return new LearningRows(taken, chosen.length, features);
    }

    float[] block(int row) {
        return blocks[row / BLOCK];
    }

    /** Where a row begins in its {@link #block}. */
    int at(int row) {
        return row % BLOCK * features;
    }

    float value(int row, int feature) {
        return block(row)[at(row) + feature];
    }

    float[] row(int row) {
        return Arrays.copyOfRange(block(row), at(row), at(row) + features);
    }

    /** How many rows a block has. */
    int rowsOf(int block) {
        return blocks[block].length / features;
    }

    /** Of each feature, summed in the order of the rows. */
    double[] means() {
        var means = new double[features];
        for (var row = 0; row < rows; row++) {
            var block = block(row);
            var at = at(row);
            for (var i = 0; i < features; i++) {
                means[i] += block[at + i];
            }
        }
        Arrays.setAll(means, i -> means[i] / rows);
        return means;
    }

    /** Mean over the features of their variance, with n as divisor. */
    double meanVariance(double[] means) {
        var sum = 0.0;
        for (var row = 0; row < rows; row++) {
            var block = block(row);
            var at = at(row);
            for (var i = 0; i < features; i++) {
                var difference = block[at + i] - means[i];
                sum += difference * difference;
            }
        }
        return sum / rows / features;
    }

    /** In a line. */
    @Override
    public String toString() {
        return rows + " rows of " + features + " features";
    }
}
