package dev.updraft.training.adaptation;

/** Mean and variance of numbers that come one by one: Welford, Technometrics 4 (1962). */
public final class Moments {
    private long count;
    private double mean;
    private double squares;

    /** Takes a number. */
    public void add(double value) {
        count++;
        var deviation = value - mean;
        mean += deviation / count;
        squares += deviation * (value - mean);
    }

    /** How many numbers there were. */
    long count() {
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
