package dev.updraft.data.internal.tables;

import java.math.BigInteger;

/**
 * The double nearest to {@code w · 10^q}, after D. Lemire, "Number Parsing at a Gigabyte per Second" (2021): a product with
 * the leading 128 bits of a power of five nearly always decides the rounding.
 */
final class EiselLemire {
    private static final int MIN_POWER = -300;
    private static final int MAX_POWER = 288;
    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT_BIAS = 1023;

    /** Bits of the upper product below those that a rounded mantissa needs. */
    private static final long UNDECIDED = -1L >>> (MANTISSA_BITS + 3);

    /** Upper and lower half of the leading 128 bits of each power. */
    private static final long[] UPPER = new long[MAX_POWER - MIN_POWER + 1];

    private static final long[] LOWER = new long[MAX_POWER - MIN_POWER + 1];

    static {
        for (var power = MIN_POWER; power <= MAX_POWER; power++) {
            var bits = leadingBits(power);
            UPPER[power - MIN_POWER] = bits.shiftRight(Long.SIZE).longValue();
            LOWER[power - MIN_POWER] = bits.longValue();
        }
    }

    private EiselLemire() {}

    /** For negative powers rounded up, else down, as the proof of the algorithm demands. */
    private static BigInteger leadingBits(int power) {
        var five = BigInteger.valueOf(5).pow(Math.abs(power));
        if (power >= 0) {
            return five.shiftLeft(Math.max(0, 128 - five.bitLength())).shiftRight(Math.max(0, five.bitLength() - 128));
        }
        // The lowest exponent z with 2^z >= 5^-power.
        var z = five.subtract(BigInteger.ONE).bitLength();
        var quotient = BigInteger.ONE
                .shiftLeft(power >= -27 ? z + 127 : 2 * z + 128)
                .divide(five)
                .add(BigInteger.ONE);
        return quotient.shiftRight(Math.max(0, quotient.bitLength() - 128));
    }

    /**
     * Rounds to nearest, halves to even.
     *
     * @param w above 0, as an unsigned number
     * @return NaN if the algorithm does not decide, or if the number may not be a normal one
     */
    static double toDouble(long w, int q) {
        if (q < MIN_POWER || q > MAX_POWER) {
            return Double.NaN;
        }
        var leadingZeros = Long.numberOfLeadingZeros(w);
        var normalized = w << leadingZeros;
        var five = UPPER[q - MIN_POWER];
        var low = normalized * five;
        var high = Math.unsignedMultiplyHigh(normalized, five);
        if ((high & UNDECIDED) == UNDECIDED) {
            var carry = Math.unsignedMultiplyHigh(normalized, LOWER[q - MIN_POWER]);
            low += carry;
            if (Long.compareUnsigned(carry, low) > 0) {
                high++;
            }
            if (low == -1L && (q < -27 || q > 55)) {
                return Double.NaN;
            }
        }
        var upperBit = (int) (high >>> 63);
        var shift = upperBit + Long.SIZE - MANTISSA_BITS - 3;
        var mantissa = high >>> shift;
        var exponent = (((152170 + 65536) * q) >> 16) + 63 + upperBit - leadingZeros + EXPONENT_BIAS;
        if (exponent <= 0 || exponent >= 2 * EXPONENT_BIAS) {
            return Double.NaN;
        }
        var halfway = Long.compareUnsigned(low, 1) <= 0
                && q >= -4
                && q <= 23
                && (mantissa & 3) == 1
                && mantissa << shift == high;
        if (halfway) {
            // To even.
            mantissa &= ~1L;
        }
        mantissa = (mantissa + (mantissa & 1)) >>> 1;
        if (mantissa >= 1L << (MANTISSA_BITS + 1)) {
            mantissa = 1L << MANTISSA_BITS;
            exponent++;
        }
        return Double.longBitsToDouble((long) exponent << MANTISSA_BITS | (mantissa & ~(1L << MANTISSA_BITS)));
    }
}
