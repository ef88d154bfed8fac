package dev.updraft.compiler.columns;

import dev.updraft.compiler.diagnostics.Span;

/**
 * A column of a group: {@code monthly_charges: number "Charges ($)"}.
 *
 * @param name its name in the model
 * @param header its name in the header of a table, if that is written otherwise; else {@code name}
 * @param doc text of its {@code ///} comment; may be empty
 * @param kind what its cells are
 * @param span the location in the file
 */
public record Column(String name, String header, String doc, ColumnKind kind, Span span) {

    /** Whether the name of a table's column means this one: {@code contractType} is {@code contract_type}, too. */
    public boolean isNamed(String other) {
        return header.equals(other) || areAlike(name, other);
    }

    /** Whether names differ at most in case and underscores. */
    public static boolean areAlike(String name, String other) {
        return simple(name).equals(simple(other));
    }

    /** What is the same of {@code contractType} and {@code contract_type}. */
    public static String simple(String name) {
        var letters = new StringBuilder();
        name.chars().filter(c -> c != '_').forEach(c -> letters.append(Character.toLowerCase((char) c)));
        return letters.toString();
    }
}
