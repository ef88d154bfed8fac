package dev.updraft.engine.cpu;

/**
 * Functions of float32 as ratios of polynomials, without branches or tables, so that loops over them are vectorised. The
 * coefficients are those of the Eigen library (MPL 2.0; {@code ptanh_float}, {@code perf_float}); a few units in the last
 * place from the exact values.
 */
final class Approximations {
    private Approximations() {}

    static float tanh(float value) {
        // Beyond this the result rounds to ±1.
        var x = Math.max(-7.905311f, Math.min(7.905311f, value));
        var square = x * x;
        var numerator = -2.7607684e-16f;
        numerator = numerator * square + 2.000188e-13f;
        numerator = numerator * square - 8.604672e-11f;
        numerator = numerator * square + 5.1222973e-8f;
        numerator = numerator * square + 1.48572235e-5f;
        numerator = numerator * square + 6.3726195e-4f;
        numerator = numerator * square + 0.0048935246f;
        var denominator = 1.1982584e-6f;
        denominator = denominator * square + 1.1853471e-4f;
        denominator = denominator * square + 0.0022684347f;
        denominator = denominator * square + 0.004893525f;
        return x * numerator / denominator;
    }

    static float erf(float value) {
        var x = Math.max(-4f, Math.min(4f, value));
        var square = x * x;
        var numerator = -2.7261424e-10f;
        numerator = numerator * square + 2.7706815e-8f;
        numerator = numerator * square - 2.101024e-6f;
        numerator = numerator * square - 5.6925062e-5f;
        numerator = numerator * square - 7.3499064e-4f;
        numerator = numerator * square - 0.0029546f;
        numerator = numerator * square - 0.016096033f;
        var denominator = -1.45660715e-5f;
        denominator = denominator * square - 2.1337405e-4f;
        denominator = denominator * square - 0.001682827f;
        denominator = denominator * square - 0.0073733293f;
        denominator = denominator * square - 0.014264739f;
        return x * numerator / denominator;
    }
}
