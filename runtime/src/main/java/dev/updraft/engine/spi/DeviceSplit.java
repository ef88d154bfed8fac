package dev.updraft.engine.spi;

/**
 * A split that a device found.
 *
 * @param bin the last bin on the left that has rows, if a threshold splits
 * @param next if thresholds are drawn the bin that was, otherwise the next bin with rows, or the last one
 * @param set per 64 bins of categories which are on the left
 * @param missingLeft whether missing values go left; of no meaning if there are none
 * @param hasMissing whether there are missing values
 * @param gain what is gained
 * @param gradients per output: the sum of those on the left, in units
 * @param curvature the sum of those on the left, in units
 */
public record DeviceSplit(
        int feature,
        int bin,
        int next,
        long[] set,
        boolean missingLeft,
        boolean hasMissing,
        double gain,
        long[] gradients,
        long curvature) {}
