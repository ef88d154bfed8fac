package dev.updraft.data.internal.tables;

import java.util.List;

/** The values of a column, one per row. */
public sealed interface Column {

    /**
     * Finite numbers.
     *
     * @param values NaN where the cell is missing
     */
    record Numbers(double[] values) implements Column {}

    /**
     * Text, coded with a dictionary.
     *
     * @param codes place of each row's text in the values; -1 where the cell is missing
     * @param values the different texts in order of first appearance
     */
    record Texts(int[] codes, List<String> values) implements Column {}
}
