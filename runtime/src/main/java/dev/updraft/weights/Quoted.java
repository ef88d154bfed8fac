package dev.updraft.weights;

/** Names out of files, as messages show them: short, and without what could rewrite a terminal. */
final class Quoted {
    private Quoted() {}

    private static final int LONGEST = 80;

    static String of(String name) {
        var plain = name.replaceAll("\\p{Cntrl}", "?");
        return "`" + (plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST - 1) + "…") + "`";
    }
}
