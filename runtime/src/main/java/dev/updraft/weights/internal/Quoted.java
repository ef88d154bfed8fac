package dev.updraft.weights.internal;

import dev.updraft.compiler.diagnostics.render.Printable;
import java.util.List;
import java.util.stream.Collectors;

/** Names out of files, as messages show them: short, and without what could rewrite a terminal. */
public final class Quoted {
    private Quoted() {}

    private static final int LONGEST = 80;

    private static final int LONGEST_MESSAGE = 300;
    private static final int MOST_NAMES = 10;

    public static String of(String name) {
        return "`" + plain(name, LONGEST) + "`";
    }

    /** Some of them, and how many there are. */
    static String list(List<String> names) {
        var shown = names.stream().limit(MOST_NAMES).map(Quoted::of).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMES ? shown : shown + " and " + (names.size() - MOST_NAMES) + " more";
    }

    /** What another library says of a file, which may repeat a name out of it. */
    public static String shortened(String message) {
        return plain(message, LONGEST_MESSAGE);
    }

    /** Cut before it is looked through: it may be of any length. */
    private static String plain(String text, int longest) {
        var cut = text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
        return Printable.line(cut);
    }
}
