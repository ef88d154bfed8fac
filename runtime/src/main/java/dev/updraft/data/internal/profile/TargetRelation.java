package dev.updraft.data.internal.profile;

import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import dev.updraft.data.internal.tables.RowVisitor.Row;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds out whether a column gives the target away, so that a model would learn nothing but to copy it. */
final class TargetRelation {
    private static final int MOST_VALUES = 1000;
    private static final int MOST_RANGES = 100;
    private static final int NONE = -1;

    /** Fewer rows may agree by chance. */
    private static final int FEWEST_ROWS = 30;

    private static final int FEWEST_OTHERS = 5;
    private static final double ROWS_OF_A_VALUE = 3;
    private static final double CORRELATION = 0.999;

    private final int column;

    /** For each value the class of its rows; none is dropped while each has one. */
    private final Map<Object, Integer> classes = new HashMap<>();

    private boolean determines = true;
    private long rows;

    private final double[] least = new double[MOST_RANGES];
    private final double[] greatest = new double[MOST_RANGES];
    private final long[] sizes = new long[MOST_RANGES];
    private long pairs;
    private double meanX;
    private double meanY;
    private double squaresX;
    private double squaresY;
    private double products;

    /** The classes of the target by their texts; of all its columns the same. */
    static final class Codes {
        private final Map<Object, Integer> codes = new HashMap<>();
        private final Map<Integer, Long> counts = new HashMap<>();

        /**
         * {@value #NONE} if there are too many.
         *
         * @param value a text or a number
         */
        int of(Object value) {
            var code = codes.getOrDefault(value, codes.size() < MOST_VALUES ? codes.size() : NONE);
            if (code != NONE) {
                codes.putIfAbsent(value, code);
                counts.merge(code, 1L, Long::sum);
            }
            return code;
        }

        private int size() {
            return codes.size();
        }

        /** Rows that do not have the most frequent class. */
        private long others() {
            return counts.values().stream().mapToLong(Long::longValue).sum()
                    - counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }
    }

    TargetRelation(int column) {
        this.column = column;
    }

    /**
     * @param code of the target in this row, which is not missing
     * @param y its number; NaN if it is none
     */
    void add(Row row, int code, double y) {
        rows++;
        var isWritten = row.isWritten(column);
        var missing = isWritten && row.isMissing(column, Kind.NUMBER);
        var x = missing ? Double.NaN : row.number(column);
        missing |= !isWritten && Double.isNaN(x);
        if (determines) {
            var before = classes.putIfAbsent(missing ? "" : value(row, column), code);
            determines = code != NONE && (before == null || before == code) && classes.size() <= MOST_VALUES;
            if (!determines) {
                classes.clear();
            }
        }
        if (Double.isNaN(x)) {
            return;
        }
        if (code >= 0 && code < MOST_RANGES) {
            least[code] = sizes[code] == 0 ? x : Math.min(least[code], x);
            greatest[code] = sizes[code] == 0 ? x : Math.max(greatest[code], x);
            sizes[code]++;
        }
        if (!Double.isNaN(y)) {
            correlate(x, y);
        }
    }

    /** What the cell has: its text, or its number if that is not written. */
    static Object value(Row row, int column) {
        return row.isWritten(column) ? row.text(column) : (Object) (row.number(column) + 0.0);
    }

    private void correlate(double x, double y) {
        pairs++;
        var dx = x - meanX;
        var dy = y - meanY;
        meanX += dx / pairs;
        meanY += dy / pairs;
        squaresX += dx * (x - meanX);
        squaresY += dy * (y - meanY);
        products += dx * (y - meanY);
    }

    /**
     * How the column gives the target away; empty if it does not.
     *
     * @param ofClasses whether the target is a class rather than a number
     */
    Optional<String> leak(ColumnProfile profile, Codes codes, boolean ofClasses) {
        if (profile.isConstant() || rows < FEWEST_ROWS || codes.others() < FEWEST_OTHERS) {
            return Optional.empty();
        }
        if (determines && classes.size() > 1 && rows >= ROWS_OF_A_VALUE * classes.size()) {
            return Optional.of("each of its values goes with one " + (ofClasses ? "class" : "number"));
        }
        if (profile.numbers() == null) {
            return Optional.empty();
        }
        if (ofClasses) {
            return separates(profile, codes)
                    ? Optional.of("its ranges in the classes do not overlap")
                    : Optional.empty();
        }
        var correlation = products / Math.sqrt(squaresX * squaresY);
        return Math.abs(correlation) > CORRELATION
                ? Optional.of(String.format(Locale.ROOT, "their correlation is %.4f", correlation))
                : Optional.empty();
    }

    private boolean separates(ColumnProfile profile, Codes codes) {
        var count = codes.size();
        if (count > MOST_RANGES || 2 * profile.missing() > profile.rows()) {
            return false;
        }
        var order = IntStream.range(0, count)
                .filter(code -> sizes[code] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(code -> least[code]))
                .toList();
        for (var i = 0; i < order.size(); i++) {
            if (sizes[order.get(i)] < ROWS_OF_A_VALUE || (i > 0 && greatest[order.get(i - 1)] >= least[order.get(i)])) {
                return false;
            }
        }
        return order.size() == count && count > 1;
    }
}
