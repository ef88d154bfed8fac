package dev.updraft.foreign.trees;

import java.util.List;

/**
 * What trees of another program ask about.
 *
 * @param name as the program has it
 * @param values of a category in the order of its codes; else empty
 */
public record ForeignFeature(String name, Kind kind, List<String> values) {
    /** What its values are. */
    public enum Kind {
        NUMBER,
        TRUTH,
        CATEGORY
    }

    public ForeignFeature {
        values = List.copyOf(values);
    }

    /** Of a kind without values. */
    public static ForeignFeature of(String name, Kind kind) {
        return new ForeignFeature(name, kind, List.of());
    }
}
