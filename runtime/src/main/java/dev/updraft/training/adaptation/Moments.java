package dev.updraft.training.adaptation;

/** Mean and variance of numbers that come one by one: Welford, Technometrics 4 (1962); of weighted ones West, CACM 22 (1979). */
public final class Moments {
    private double count;
    private double mean;
    private double squares;

    /** Takes a number. */
    public void add(double value) {
        add(value, 1);
    }

    /** Takes a number that counts as often as its weight, above 0, says. */
    void add(double value, double weight) {
        count += weight;
        var deviation = value - mean;
        mean += deviation * weight / count;
        squares += weight * deviation * (value - mean);
    }

    /** How many numbers there were, or the sum of their weights. */
    double count() {
        return count;
    }

    /** 0 of no numbers. */
    public double mean() {
        return mean;
    }

    /** Divided by the number of numbers; 0 of none. */
    public double variance() {
        return count == 0 ? 0 : squares / count;
    }

    /** What makes their standard deviation 1: 0 if they are all the same. */
    public double scale() {
        // Of equal numbers rounding leaves a variance that is next to nothing.
        var smallest = 1e-12 * mean * mean;
        return variance() <= smallest ? 0 : 1 / Math.sqrt(variance());
    }
}
