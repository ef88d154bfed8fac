package dev.updraft.foreign.trees;

import java.util.List;
import java.util.stream.Stream;

/**
 * What trees of another program ask about.
 *
 * @param name as the program has it
 * @param ofCodes whether its values are the numbers that training had for them, as the file does not name them
 * @param values of a category in the order of its codes; else empty
 */
public record ForeignFeature(String name, Kind kind, boolean ofCodes, List<String> values) {
    /** What its values are. */
    public enum Kind {
        NUMBER,
        TRUTH,
        CATEGORY
    }

    public ForeignFeature {
        values = List.copyOf(values);
    }

    /** A category whose values the file does not name. */
    public static ForeignFeature ofCodes(String name, Stream<Integer> codes) {
        return new ForeignFeature(
                name,
                Kind.CATEGORY,
                true,
                codes.map(code -> Integer.toString(code)).toList());
    }

    /** A category whose values the file names. */
    public static ForeignFeature named(String name, List<String> values) {
        return new ForeignFeature(name, Kind.CATEGORY, false, values);
    }

    /** Of a kind without values. */
    public static ForeignFeature of(String name, Kind kind) {
        return new ForeignFeature(name, kind, false, List.of());
    }
}
