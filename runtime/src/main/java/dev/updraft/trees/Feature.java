package dev.updraft.trees;

/**
 * What one input column of a tree is.
 *
 * @param monotone 1: predictions never fall as the feature rises; −1: never rise; 0: free
 */
public record Feature(String name, Kind kind, int monotone) {
    /** The kind of a feature's values. */
    public sealed interface Kind {}

    /** Ordered values, compared with thresholds. */
    public record Numeric() implements Kind {}

    /**
     * Codes from 0, below {@code count}; anything else is missing. Fractions are cut off.
     *
     * @param count the number of codes
     */
    public record Categorical(int count) implements Kind {
        public Categorical {
            if (count < 1) {
                throw new IllegalArgumentException("a categorical feature has at least 1 category, not " + count);
            }
        }
    }

    public Feature {
        if (monotone < -1 || monotone > 1) {
            throw new IllegalArgumentException(
                    "feature '%s': monotone is -1, 0 or 1, not %s".formatted(name, monotone));
        }
        if (monotone != 0 && kind instanceof Categorical) {
            throw new IllegalArgumentException(
                    "feature '%s' is categorical and has no order to be monotone in".formatted(name));
        }
    }

    /** A numeric feature without constraint. */
    public static Feature numeric(String name) {
        return new Feature(name, new Numeric(), 0);
    }

    /** A categorical feature with codes from 0 to {@code count − 1}. */
    public static Feature categorical(String name, int count) {
        return new Feature(name, new Categorical(count), 0);
    }
}
