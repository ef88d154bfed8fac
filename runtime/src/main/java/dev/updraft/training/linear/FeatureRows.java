package dev.updraft.training.linear;

import dev.updraft.training.TrainingException;
import dev.updraft.trees.FeatureSource;
import dev.updraft.trees.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * The features of all samples, kept as they are read, and seen as standardised: less their mean, where there is a bias that takes
 * it up, and divided by their deviation, so that all are of like size whatever their units. Behind the features a column of ones
 * stands for the bias.
 *
 * <p>Sums go through the rows in one order whatever the number of threads: threads share out blocks of rows where each row has a
 * result of its own, and else columns.
 */
final class FeatureRows {
    private static final int BLOCK = 4096;
    /** Columns of a square of a product that one task computes. */
    private static final int TILE = 32;

    private final Workers workers;
    private final float[][] blocks;
    private final int rows;
    private final int features;
    private final boolean hasBias;
    private final double[] center;
    private final double[] scale;

    /**
     * Reads all rows.
     *
     * @param names of the features, for messages
     * @throws TrainingException if a value is not finite
     */
    FeatureRows(FeatureSource source, List<String> names, boolean hasBias, Workers workers) {
        this.workers = workers;
        this.hasBias = hasBias;
        rows = source.rows();
        features = source.features();
        blocks = new float[Math.ceilDiv(rows, BLOCK)][];
        for (var block = 0; block < blocks.length; block++) {
            blocks[block] = new float[Math.multiplyExact(blockRows(block), features)];
        }
        source.forEachBlock((values, from, count) -> keep(values, from, count, names));
        center = new double[features];
        scale = new double[features];
        workers.run(features, (feature, _) -> measure(feature));
    }

    private void keep(float[] values, int from, int count, List<String> names) {
        for (var i = 0; i < count; i++) {
            for (var feature = 0; feature < features; feature++) {
                var value = values[i * features + feature];
                if (!Float.isFinite(value)) {
                    throw new TrainingException("sample " + (from + i) + " (counted from 0, of the training part) has "
                            + value + " as `" + names.get(feature) + "`, which a linear model cannot take: fill gaps"
                            + " with encode or impute, and look for extreme values in this column");
                }
            }
            System.arraycopy(
                    values, i * features, blocks[(from + i) / BLOCK], (from + i) % BLOCK * features, features);
        }
    }

    private int blockRows(int block) {
        return Math.min(BLOCK, rows - block * BLOCK);
    }

    private void measure(int feature) {
        var mean = 0.0;
        if (hasBias) {
            for (var i = 0; i < rows; i++) {
                mean += value(i, feature);
            }
            mean /= rows;
        }
        var squares = 0.0;
        for (var i = 0; i < rows; i++) {
            var distance = value(i, feature) - mean;
            squares += distance * distance;
        }
        center[feature] = mean;
        scale[feature] = Math.sqrt(squares / rows);
        // What is left of a constant after its mean is rounding, and no feature.
        if (scale[feature] <= 1e-7 * Math.abs(mean)) {
            scale[feature] = 0;
        }
    }

    private double value(int row, int feature) {
        return blocks[row / BLOCK][row % BLOCK * features + feature];
    }

    int rows() {
        return rows;
    }

    /** Without the bias. */
    int features() {
        return features;
    }

    /** With that of the bias, which is the last if there is one. */
    int columns() {
        return features + (hasBias ? 1 : 0);
    }

    boolean hasBias() {
        return hasBias;
    }

    /** What a feature is divided by; 0 for one that has the same value everywhere, which is not used then. */
    double scale(int feature) {
        return scale[feature];
    }

    private double factor(int column) {
        return scale[column] == 0 ? 0 : 1 / scale[column];
    }

    /** The weights of the features themselves, and behind them the bias, of those of the standardised ones. */
    double[] unscaled(double[] weights) {
        var unscaled = weights.clone();
        for (var feature = 0; feature < features; feature++) {
            unscaled[feature] = weights[feature] * factor(feature);
            if (hasBias) {
                unscaled[features] -= unscaled[feature] * center[feature];
            }
        }
        return unscaled;
    }

    /** The weights of the standardised features of those of the features themselves. */
    double[] scaled(double[] unscaled) {
        var weights = unscaled.clone();
        for (var feature = 0; feature < features; feature++) {
            weights[feature] = unscaled[feature] * scale[feature];
            if (hasBias) {
                weights[features] += unscaled[feature] * center[feature];
            }
        }
        return weights;
    }

    /**
     * Products of all rows with weights.
     *
     * @param into one for each row
     */
    void multiply(double[] weights, double[] into) {
        multiplyUnscaled(unscaled(weights), into);
    }

    /** Products of all rows, as they are, with weights. */
    void multiplyUnscaled(double[] raw, double[] into) {
        var bias = hasBias ? raw[features] : 0;
        workers.run(blocks.length, (block, _) -> {
            var values = blocks[block];
            for (var i = 0; i < blockRows(block); i++) {
                into[block * BLOCK + i] = bias + dot(values, i * features, raw);
            }
        });
    }

    /** Four sums side by side, which the processor adds at once. */
    private double dot(float[] values, int from, double[] weights) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        var feature = 0;
        for (; feature + 3 < features; feature += 4) {
            first += values[from + feature] * weights[feature];
            second += values[from + feature + 1] * weights[feature + 1];
            third += values[from + feature + 2] * weights[feature + 2];
            fourth += values[from + feature + 3] * weights[feature + 3];
        }
        for (; feature < features; feature++) {
            first += values[from + feature] * weights[feature];
        }
        return first + second + (third + fourth);
    }

    /** Of each column the sum over the rows of its value times that of the row. */
    double[] sums(double[] ofRows) {
        var sums = new double[columns()];
        workers.run(Math.ceilDiv(columns(), TILE), (tile, _) -> {
            var from = tile * TILE;
            var to = Math.min(features, from + TILE);
            for (var block = 0; block < blocks.length; block++) {
                var values = blocks[block];
                for (var i = 0; i < blockRows(block); i++) {
                    var ofRow = ofRows[block * BLOCK + i];
                    if (ofRow != 0) {
                        for (var feature = from; feature < to; feature++) {
                            sums[feature] += ofRow * (values[i * features + feature] - center[feature]);
                        }
                    }
                }
            }
            for (var feature = from; feature < to; feature++) {
                sums[feature] *= factor(feature);
            }
        });
        if (hasBias) {
            sums[features] = Arrays.stream(ofRows).sum();
        }
        return sums;
    }

    /** Of each column the sum over the rows of its square times what the row weighs. */
    double[] squares(double[] weights) {
        var sums = new double[columns()];
        workers.run(Math.ceilDiv(columns(), TILE), (tile, _) -> {
            var to = Math.min(columns(), (tile + 1) * TILE);
            for (var row = 0; row < rows; row++) {
                for (var column = tile * TILE; column < to; column++) {
                    var value = standardised(row, column);
                    sums[column] += weights[row] * value * value;
                }
            }
        });
        return sums;
    }

    private double standardised(int row, int column) {
        return column == features ? 1 : (value(row, column) - center[column]) * factor(column);
    }

    /**
     * Of each two of these columns the sum over the rows of their product times what the row weighs.
     *
     * @return square and symmetric
     */
    double[][] products(double[] weights, int[] columns) {
        var products = new double[columns.length][columns.length];
        var tiles = Math.ceilDiv(columns.length, TILE);
        workers.run(tiles * (tiles + 1) / 2, (task, _) -> {
            var high = (int) ((Math.sqrt(8.0 * task + 1) - 1) / 2);
            new Tile(columns, high * TILE, (task - high * (high + 1) / 2) * TILE).run(weights, products);
        });
        return products;
    }

    /** A square of the products, of columns from two places on. */
    private final class Tile {
        private final int[] columns;
        private final int top;
        private final int left;
        private final int height;
        private final int width;

        Tile(int[] columns, int top, int left) {
            this.columns = columns;
            this.top = top;
            this.left = left;
            height = Math.min(TILE, columns.length - top);
            width = Math.min(TILE, columns.length - left);
        }

        void run(double[] weights, double[][] products) {
            var sums = new double[height][TILE];
            var down = new double[TILE];
            var across = new double[TILE];
            for (var row = 0; row < rows; row++) {
                var weight = weights[row];
                if (weight == 0) {
                    continue;
                }
                read(row, top, height, down);
                read(row, left, width, across);
                for (var i = 0; i < height; i++) {
                    var factor = weight * down[i];
                    var into = sums[i];
                    for (var k = 0; k < TILE; k++) {
                        into[k] += factor * across[k];
                    }
                }
            }
            for (var i = 0; i < height; i++) {
                for (var k = 0; k < width; k++) {
                    products[top + i][left + k] = sums[i][k];
                    products[left + k][top + i] = sums[i][k];
                }
            }
        }

        private void read(int row, int from, int count, double[] into) {
            var values = blocks[row / BLOCK];
            var first = row % BLOCK * features;
            for (var k = 0; k < count; k++) {
                var column = columns[from + k];
                into[k] = column == features ? 1 : (values[first + column] - center[column]) * factor(column);
            }
        }
    }
}
