package dev.updraft.trees.prediction;

/** Integers that compare as floats do, so that comparing needs no branch. */
final class FloatKeys {
    /** Of NaN: larger than that of any number; one more is smaller than all. */
    static final int MISSING = Integer.MAX_VALUE;

    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private FloatKeys() {}

    /** Of the bits of a value; that of negative zero is one less than that of zero. */
    static int of(int bits) {
        var missing = missing(bits);
        return (ofNumber(bits) & ~missing) | (MISSING & missing);
    }

    /** Of the bits of a value that is not NaN. */
    static int ofNumber(int bits) {
        return bits ^ (sign(bits) & Integer.MAX_VALUE);
    }

    /** All bits if the value with these is NaN, none of others. */
    static int missing(int bits) {
        return sign(INFINITY - (bits & Integer.MAX_VALUE));
    }

    /** The value of a key. */
    static float value(int key) {
        return Float.intBitsToFloat(ofNumber(key));
    }

    /** The largest key of what is at most a threshold; less than all of them if it is NaN, as nothing is at most that. */
    static int ofThreshold(float threshold) {
        // Zero is at most negative zero.
        return Float.isNaN(threshold) ? Integer.MIN_VALUE : of(Float.floatToRawIntBits(threshold + 0f));
    }

    /** All bits of a negative number, none of others. */
    static int sign(int number) {
        return number >> (Integer.SIZE - 1);
    }
}
