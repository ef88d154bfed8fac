package dev.updraft.data.internal.profile;

/**
 * What numbers are like.
 *
 * @param deviation standard deviation, of the numbers themselves and not of what they are a sample of
 * @param skewness 0 if they are symmetric about their mean, or all equal
 * @param whole whether all are integers
 */
public record NumberStatistics(
        long count, double min, double max, double mean, double deviation, double skewness, boolean whole) {

    /** Takes numbers one after the other; as Welford and Pébay, so that the sums do not cancel out. */
    static final class Accumulator {
        private long count;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double mean;
        private double squares;
        private double cubes;
        private boolean whole = true;

        void add(double value) {
            var before = count++;
            var delta = value - mean;
            var step = delta / count;
            var term = delta * step * before;
            mean += step;
            cubes += term * step * (count - 2) - 3 * step * squares;
            squares += term;
            min = Math.min(min, value);
            max = Math.max(max, value);
            whole &= value == Math.rint(value);
        }

        long count() {
            return count;
        }

        NumberStatistics statistics() {
            var variance = count == 0 ? 0 : squares / count;
            var skewness = variance > 0 ? cubes / count / Math.pow(variance, 1.5) : 0;
            return new NumberStatistics(count, min, max, mean, Math.sqrt(variance), skewness, whole);
        }
    }
}
