package dev.updraft.compiler.reference;

/** A summary out of the catalog as a sentence of its own. */
public final class Sentence {
    private Sentence() {}

    /** {@code mean of each window} as {@code Mean of each window.} */
    public static String of(String summary) {
        return Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + ".";
    }
}
