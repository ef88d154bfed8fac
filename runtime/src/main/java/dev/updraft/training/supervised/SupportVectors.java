package dev.updraft.training.supervised;

import java.util.Arrays;

/**
 * Exact support-vector machines over the same samples with the kernel {@code exp(-gamma |x - y|²)}.
 *
 * <p>A machine is a number for each sample, 0 where that is no support vector, and a bias: the decision is the sum over samples of
 * number times kernel, and the bias.
 */
public final class SupportVectors {
    private final KernelRows kernel;
    private final double[] costs;
    private final double tolerance;

    /** One machine. */
    public record Machine(double[] coefficients, double bias) {}

    /**
     * @param columns the samples by feature, centred
     * @param costs what each sample costs on the wrong side, above 0: C
     */
    public SupportVectors(double[][] columns, double[] costs, double gamma, double tolerance) {
        kernel = new KernelRows(columns, costs.length, gamma);
        this.costs = costs.clone();
        this.tolerance = tolerance;
    }

    /**
     * The machine that tells samples of 1 from those of -1. Of one alone it decides for that.
     *
     * @throws ArithmeticException if it does not come to an end
     */
    public Machine classify(double[] signs) {
        var linear = new double[signs.length];
        Arrays.fill(linear, -1);
        var solution = new SequentialOptimization(kernel, signs, linear, costs, tolerance).solve();
        var coefficients = new double[signs.length];
        for (var i = 0; i < signs.length; i++) {
            coefficients[i] = solution.alpha()[i] * signs[i];
        }
        return new Machine(coefficients, Double.isFinite(solution.rho()) ? -solution.rho() : signs[0]);
    }

    /**
     * The machine that gives the numbers.
     *
     * @param epsilon how far they may be off at no cost
     * @throws ArithmeticException if it does not come to an end
     */
    public Machine regress(double[] targets, double epsilon) {
        var n = targets.length;
        var signs = new double[2 * n];
        var linear = new double[2 * n];
        for (var i = 0; i < n; i++) {
            signs[i] = 1;
            linear[i] = epsilon - targets[i];
            signs[n + i] = -1;
            linear[n + i] = epsilon + targets[i];
        }
        var solution = new SequentialOptimization(kernel, signs, linear, costs, tolerance).solve();
        var coefficients = new double[n];
        for (var i = 0; i < n; i++) {
            coefficients[i] = solution.alpha()[i] - solution.alpha()[n + i];
        }
        return new Machine(coefficients, -solution.rho());
    }
}
