package dev.updraft.trees;

/** What splits are judged by: a sum over leaves that the best split makes largest. */
public sealed interface Criterion {
    /** The gradients' squares, as {@link TreeSettings} says: what a loss falls by, to the second order. */
    record Squares() implements Criterion {}

    /**
     * Of classes {@code Σ c log2(c / n)}, c being the count of a class in a leaf and n that of all: what is left of it is the
     * entropy. The gradients are minus the counts, the curvature is n.
     *
     * @param ofEach whether each output stands for itself, with the rest as the other class; otherwise they are the classes
     */
    record Entropy(boolean ofEach) implements Criterion {
        private static final double LOG_2 = Math.log(2);

        /** What one output adds. */
        double term(double count, double all) {
            return ofEach ? ofClass(count, all) + ofClass(all - count, all) : ofClass(count, all);
        }

        private static double ofClass(double count, double all) {
            return count > 0 && count < all ? count * Math.log(count / all) / LOG_2 : 0;
        }
    }

    /**
     * Of numbers that are not negative {@code s log(s / n)}, s being the sum of a leaf and n how many there are: what is left of it
     * is half the Poisson deviance. The gradients are minus the numbers as they are standardised, the curvature is n. No leaf
     * has only zeros, as no count has a mean of 0.
     *
     * @param deviation what standardised numbers are multiplied with
     * @param mean and what is added then
     */
    record Poisson(double deviation, double mean) implements Criterion {
        /** Below this share of the mean, a sum is what rounding has left of 0. */
        private static final double LEAST = 1e-6;

        /** What one output adds. */
        double term(double standardised, double all) {
            var sum = standardised * deviation + mean * all;
            return sum > LEAST * Math.max(mean, deviation) * all ? sum * Math.log(sum / all) : Double.NEGATIVE_INFINITY;
        }
    }
}
