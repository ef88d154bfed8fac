package dev.updraft.data.internal.profile;

import org.jspecify.annotations.Nullable;

/**
 * What is in a column of a table.
 *
 * @param place among the columns, from 0
 * @param header its name in the table; may be empty, or that of another column, too
 * @param rows of the table
 * @param missing cells that are empty or marked as missing
 * @param values what is in the others
 * @param numbers of a column of numbers; null if some cells are none
 * @param notNumbers how many of the cells that are there are not numbers
 * @param notNumber the first of these; empty if there is none
 * @param longest text, in characters
 * @param words on average in a cell that is there
 * @param sequence whether the cells count the rows, from 0 or 1
 */
public record ColumnProfile(
        int place,
        String header,
        long rows,
        long missing,
        ValueCounts values,
        @Nullable NumberStatistics numbers,
        long notNumbers,
        String notNumber,
        int longest,
        double words,
        boolean sequence) {

    /** The share of cells that are missing, in whole per cent: 0 and 100 if none or all are, and not if a few are, or are not. */
    public long missingPercent() {
        var percent = Math.round(100.0 * missing / rows);
        return missing == 0 || present() == 0 ? percent : Math.clamp(percent, 1, 99);
    }

    /** Cells that are not missing. */
    public long present() {
        return rows - missing;
    }

    /** Whether it has one value in all rows, or none at all. */
    public boolean isConstant() {
        return present() == 0 || (missing == 0 && values.isComplete() && values.distinct() == 1);
    }

    /** Whether no two rows have the same value; of more than can be counted, as far as could be seen. */
    public boolean isUnique() {
        return missing == 0 && rows > 1 && !values.isRepeated();
    }

    /** How many rows there are for a value, on average. */
    public double rowsPerValue() {
        return values.distinct() == 0 ? 0 : (double) present() / values.distinct();
    }
}
