package dev.updraft.compiler.layers;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which samples are set aside, for validation or for a test. */
public sealed interface DataSplit {

    /** About how much of the data is set aside: at least 0 and below 1. */
    double share();

    /** The column that it goes by; null if it goes by none. */
    @Nullable
    String column();

    /** As written in the language: {@code 0.2}, {@code last(0.2, by: date)}, {@code by(patient, 0.2)}. */
    String text();

    /** Chosen at random; of samples with one class each, the same share of every class. */
    record Random(double share) implements DataSplit {
        private static final Random NONE = new Random(0);

        public Random {
            // NaN, too.
            if (!(share >= 0 && share < 1)) {
                throw new IllegalArgumentException("a split must be at least 0 and below 1, but is " + share);
            }
        }

        @Override
        public @Nullable String column() {
            return null;
        }

        @Override
        public String text() {
            return Double.toString(share);
        }
    }

    /**
     * The last of the data.
     *
     * @param column the column whose values give the order; null for that of the data. Samples with equal values stay together,
     *     so that all that are set aside come after all that are not
     */
    record Last(double share, @Nullable String column) implements DataSplit {
        public Last {
            requireFraction(share);
        }

        @Override
        public String text() {
            return "last(" + share + (column == null ? "" : ", by: " + written(column)) + ")";
        }
    }

    /** Chosen at random among groups of samples with equal values of a column, which stay together. */
    record Grouped(String column, double share) implements DataSplit {
        public Grouped {
            requireFraction(share);
        }

        @Override
        public String text() {
            return "by(" + written(column) + ", " + share + ")";
        }
    }

    /** No sample is set aside. */
    static DataSplit none() {
        return Random.NONE;
    }

    /** A share chosen at random; 0 for none. */
    static DataSplit random(double share) {
        return new Random(share);
    }

    /** The last of the data in its own order. */
    static DataSplit last(double share) {
        return new Last(share, null);
    }

    /** The last of the data in the order of a column. */
    static DataSplit last(double share, String column) {
        return new Last(share, column);
    }

    /** Whole groups with equal values of a column. */
    static DataSplit by(String column, double share) {
        return new Grouped(column, share);
    }

    /**
     * A split as {@link #text} gives it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static DataSplit of(String text) {
        var last = Pattern.compile("last\\(([^,()]+)(?:, by: (.+))?\\)").matcher(text);
        if (last.matches()) {
            return new Last(Double.parseDouble(last.group(1)), last.group(2) == null ? null : read(last.group(2)));
        }
        var by = Pattern.compile("by\\((.+), ([^,()]+)\\)").matcher(text);
        return by.matches()
                ? new Grouped(read(by.group(1)), Double.parseDouble(by.group(2)))
                : new Random(Double.parseDouble(text));
    }

    /** Whether anything is set aside. */
    default boolean isAny() {
        return share() > 0;
    }

    /** The same share, but the last of the data instead of one chosen at random. */
    default DataSplit inOrder() {
        return switch (this) {
            case Random(var share) when share > 0 -> new Last(share, null);
            case Random _, Last _, Grouped _ -> this;
        };
    }

    private static void requireFraction(double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("a split must be above 0 and below 1, but is " + share);
        }
    }

    private static String read(String written) {
        return written.startsWith("\"") && written.endsWith("\"") && written.length() > 1
                ? written.substring(1, written.length() - 1)
                : written;
    }

    private static String written(String column) {
        return column.matches("[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z_][A-Za-z0-9_]*)?") ? column : '"' + column + '"';
    }
}
