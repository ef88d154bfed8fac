package dev.updraft.data.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.regex.Pattern;

/** The order that values of a column and classes have by default. */
public final class TextOrder {
    /** At most 15 digits, which float64 holds exactly, so that different numbers are never equal. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,15}([.][0-9]+)?");

    private TextOrder() {}

    /** That of numbers, if all are numbers, or else of the alphabet. */
    public static Comparator<String> of(Collection<String> values) {
        return values.stream().allMatch(value -> NUMBER.matcher(value).matches())
                ? Comparator.comparingDouble(Double::parseDouble)
                : Comparator.naturalOrder();
    }
}
