package dev.updraft.training.supervised;

import java.util.Arrays;
import java.util.function.IntFunction;

/** Support-vector machines on random Fourier features, for more samples than can be solved exactly. */
public final class FourierMachines {
    private final DualDescent descent;

    /**
     * A machine: the decision is the sum over features of weight times feature, and the bias.
     *
     * @param weights one for each component
     */
    public record Machine(double[] weights, double bias) {}

    /**
     * @param samples gives a sample, centred
     * @param costs what each costs on the wrong side, above 0: C
     * @param seed of the order of samples
     */
    public FourierMachines(
            IntFunction<double[]> samples, double[] costs, FourierFeatures features, double tolerance, long seed) {
        var all = new float[costs.length][];
        for (var i = 0; i < all.length; i++) {
            all[i] = features.of(samples.apply(i));
        }
        descent = new DualDescent(all, costs, tolerance, seed);
    }

    /** The machine that tells samples of 1 from those of -1. */
    public Machine classify(double[] signs) {
        return machine(descent.classify(signs));
    }

    /**
     * The machine that gives the numbers.
     *
     * @param epsilon how far they may be off at no cost
     */
    public Machine regress(double[] targets, double epsilon) {
        return machine(descent.regress(targets, epsilon));
    }

    private static Machine machine(double[] weights) {
        return new Machine(Arrays.copyOf(weights, weights.length - 1), weights[weights.length - 1]);
    }
}
