package dev.updraft.data.internal.tables;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

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
    record Texts(int[] codes, List<String> values) implements Column {

        /** The same with some texts as missing. */
        public Texts without(Predicate<String> isMissing) {
            if (values.stream().noneMatch(isMissing)) {
                return this;
            }
            var kept = values.stream().filter(isMissing.negate()).toList();
            var places = values.stream().mapToInt(kept::indexOf).toArray();
            return new Texts(
                    Arrays.stream(codes)
                            .map(code -> code < 0 ? code : places[code])
                            .toArray(),
                    kept);
        }
    }
}
