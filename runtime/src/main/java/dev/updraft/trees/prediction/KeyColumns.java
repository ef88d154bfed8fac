package dev.updraft.trees.prediction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What masks compare rows with questions by, a column each. Of a feature that is compared with thresholds, its keys are halved, so
 * that the difference of two is an integer, whose sign tells which is larger. Nothing is lost by that where the threshold's key is
 * odd; where it is even, keys are taken one larger before.
 */
final class KeyColumns {
    private static final int LARGEST = Integer.MAX_VALUE / 2;
    private static final int SMALLEST = Integer.MIN_VALUE / 2;
    /** Columns that a feature may have: two by two of numbers, one of categories. */
    private static final int KINDS = 5;

    private static final int CATEGORIES = 4;
    private static final int NONE = -1;

    private final List<Column> columns = new ArrayList<>();
    /** By feature and kind. */
    private final int[] numbers;

    /**
     * A feature as some questions need it.
     *
     * @param added to keys before they are halved
     * @param missing what NaN is, halved
     */
    private record Column(int feature, boolean isCategory, int added, int missing) {}

    KeyColumns(int features) {
        numbers = new int[Math.multiplyExact(features, KINDS)];
        Arrays.fill(numbers, NONE);
    }

    /** The number of the column that a threshold is compared with. */
    int ofThreshold(int feature, int threshold, boolean isMissingLeft) {
        var added = 1 - (threshold & 1);
        var missing = isMissingLeft ? SMALLEST : LARGEST;
        return number(new Column(feature, false, added, missing), 2 * added + (isMissingLeft ? 1 : 0));
    }

    /** The number of the column with a feature's categories; they are integers, the largest one if there is none. */
    int ofCategories(int feature) {
        return number(new Column(feature, true, 0, 0), CATEGORIES);
    }

    private int number(Column column, int kind) {
        var place = column.feature * KINDS + kind;
        if (numbers[place] == NONE) {
            numbers[place] = columns.size();
            columns.add(column);
        }
        return numbers[place];
    }

    /** What values that are at most a threshold are less than. */
    static int limit(int threshold) {
        return (threshold >> 1) + 1;
    }

    int count() {
        return columns.size();
    }

    /** Computes the columns of rows. */
    void fill(RowBlock block, int features, int rows) {
        for (var number = 0; number < columns.size(); number++) {
            var column = columns.get(number);
            var values = block.columns[number];
            gather(block.bits(), column.feature, features, rows, values);
            if (column.isCategory) {
                categorize(values, rows);
            } else {
                halve(values, rows, column.added, column.missing);
            }
        }
    }

    private static void gather(int[] bits, int feature, int features, int rows, int[] values) {
        for (int row = 0, at = feature; row < rows; row++, at += features) {
            values[row] = bits[at];
        }
    }

    private static void categorize(int[] values, int rows) {
        for (var row = 0; row < rows; row++) {
            var value = Float.intBitsToFloat(values[row]);
            var category = (int) value;
            values[row] = Float.isNaN(value) || category < 0 ? Integer.MAX_VALUE : category;
        }
    }

    private static void halve(int[] values, int rows, int added, int missing) {
        for (var row = 0; row < rows; row++) {
            var bits = values[row];
            var isMissing = FloatKeys.missing(bits);
            values[row] = (((FloatKeys.ofNumber(bits) + added) >> 1) & ~isMissing) | (missing & isMissing);
        }
    }
}
