package dev.updraft.explain.internal;

import dev.updraft.charts.picture.NumberText;
import dev.updraft.explain.TreeNode.Categories;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A number that trees ask about, and how its values are written.
 *
 * @param column its place among the columns that contributions are of
 * @param mayBeMissing whether a row may have none
 */
record NamedFeature(String name, int column, boolean mayBeMissing, Values values) {
    /** What stands for values that have no name. */
    static final String OTHER = Categories.OTHER;

    /** What its numbers stand for. */
    sealed interface Values {
        /** Themselves. */
        record Numbers() implements Values {}

        /** Days since 1970-01-01. */
        record Days() implements Values {}

        /**
         * The values of a category, by their numbers.
         *
         * @param names by the numbers; empty where a number stands for no value
         * @param ordered whether they have an order, so that trees compare them with a threshold
         */
        record Named(List<String> names, boolean ordered) implements Values {
            public Named {
                names = List.copyOf(names);
            }
        }
    }

    /** A number as people write it. */
    String text(float value) {
        return switch (values) {
            case Values.Numbers _ -> exact(value);
            case Values.Days _ ->
                Math.abs(value) < LocalDate.MAX.toEpochDay()
                        ? LocalDate.ofEpochDay((long) Math.floor(value)).toString()
                        : exact(value);
            case Values.Named(var names, var _) -> {
                // A threshold is between the numbers of two values: those up to the first of them are meant.
                var place = (int) Math.floor(value);
                yield place >= 0 && place < names.size() && !names.get(place).isEmpty()
                        ? names.get(place)
                        : exact(value);
            }
        };
    }

    /** The names of the categories in a set. */
    List<String> names(IntPredicate contains) {
        var found = new ArrayList<String>();
        if (values instanceof Values.Named(var names, var _)) {
            for (var code = 0; code < names.size(); code++) {
                if (!names.get(code).isEmpty() && contains.test(code)) {
                    found.add(names.get(code));
                }
            }
        }
        return found;
    }

    /** Whether trees ask whether it is one of a set. */
    boolean isCategory() {
        return values instanceof Values.Named(var _, var ordered) && !ordered;
    }

    /** With the digits that tell it from other float32 numbers. */
    private static String exact(float value) {
        return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
    }

    /** A number with few digits. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e7
                ? Long.toString((long) value)
                : NumberText.of(value).replace(",", "");
    }
}
