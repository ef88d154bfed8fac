package dev.updraft.data.internal.tables;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.internal.spill.SpilledColumn;
import java.util.List;

/** The values of a column, one per row. */
public sealed interface Column {

    /** The same, wherever they are. */
    ColumnValues cells();

    /**
     * Finite numbers.
     *
     * @param values NaN where the cell is missing
     */
    record Numbers(double[] values) implements Column {
        @Override
        public ColumnValues.Numbers cells() {
            return row -> values[row];
        }
    }

    /**
     * Text, coded with a dictionary.
     *
     * @param codes place of each row's text in the values; -1 where the cell is missing
     * @param values the different texts in order of first appearance
     */
    record Texts(int[] codes, List<String> values) implements Column {
        @Override
        public ColumnValues.Texts cells() {
            return CodedTexts.of(row -> codes[row], values);
        }
    }

    /**
     * Finite numbers on disk.
     *
     * @param values NaN where the cell is missing
     */
    record SpilledNumbers(SpilledColumn values) implements Column {
        @Override
        public ColumnValues.Numbers cells() {
            return values::number;
        }
    }

    /**
     * Text whose codes are on disk.
     *
     * @param codes place of each row's text in the values; -1 where the cell is missing
     * @param values the different texts in order of first appearance
     */
    record SpilledTexts(SpilledColumn codes, List<String> values) implements Column {
        @Override
        public ColumnValues.Texts cells() {
            return CodedTexts.of(codes::code, values);
        }
    }
}
