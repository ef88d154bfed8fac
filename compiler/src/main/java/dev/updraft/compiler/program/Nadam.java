package dev.updraft.compiler.program;

/** Nadam's momentum, which rises to β₁: {@code u(t) = β₁ (1 - 0.96ᵗ / 2)}. Dozat, 2016, with the constants of Keras 3. */
final class Nadam {
    /** From here on {@code 1 - 0.96ᵗ / 2} is 1 in float64. */
    private static final int SETTLED = 1000;

    private Nadam() {}

    static double momentum(double beta1, long t) {
        return beta1 * (1 - 0.5 * Math.pow(0.96, t));
    }

    /** {@code u(1) ⋯ u(t)}. */
    static double product(double beta1, long t) {
        var product = Math.pow(beta1, t);
        for (var i = 1; i <= Math.min(t, SETTLED); i++) {
            product *= 1 - 0.5 * Math.pow(0.96, i);
        }
        return product;
    }
}
