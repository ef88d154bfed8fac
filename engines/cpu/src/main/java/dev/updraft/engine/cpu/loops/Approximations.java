package dev.updraft.engine.cpu.loops;

/**
 * Functions of float32 as polynomials and their ratios, without branches or tables, so that loops over them are vectorised.
 * The coefficients are those of the Eigen library (MPL 2.0; {@code ptanh_float}, {@code perf_float}) and, of the
 * exponential, of Cephes (S. L. Moshier, {@code expf}); a few units in the last place from the exact values.
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

    /** What has the same exponential as far as float32 goes, if it has one at all: infinite above, 0 below. */
    static float inRangeOfExp(float x) {
        return Math.max(-176f, Math.min(89f, x));
    }

    /**
     * {@code exp(x)} is {@link #factorOfExp} times this power of 2, given by its bits, times it again: a power twice as high may be
     * infinite or a denormal where the result is not. Of the lowest x in range it is 0.
     */
    static int powerOfExp(float x) {
        return ((int) half(exponent(x)) + 127) << 23;
    }

    /** {@code exp(x)} without the powers of 2 of {@link #powerOfExp}; NaN of NaN. */
    static float factorOfExp(float x) {
        var k = exponent(x);
        var rest = x - k * 0.6933594f + k * 2.12194440e-4f; // ln 2 in two parts, the first exact times k
        var sum = 1.9875691e-4f;
        sum = sum * rest + 1.3981999e-3f;
        sum = sum * rest + 8.333452e-3f;
        sum = sum * rest + 4.1665796e-2f;
        sum = sum * rest + 1.6666666e-1f;
        sum = sum * rest + 0.5f;
        var left = k - 2 * half(k); // -1, 0 or 1, and behind it 2 to this
        return (sum * (rest * rest) + rest + 1) * ((0.25f * left + 0.75f) * left + 1);
    }

    /** {@code x / ln 2}, rounded. */
    private static float exponent(float x) {
        return round(x * 1.442695f);
    }

    private static float half(float k) {
        return round(0.5f * k);
    }

    /** Adding 3·2^22 leaves no bits for fractions. */
    private static float round(float x) {
        return (x + 12582912f) - 12582912f;
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
