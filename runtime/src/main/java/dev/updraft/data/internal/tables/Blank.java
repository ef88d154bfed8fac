package dev.updraft.data.internal.tables;

/** What stands around a cell without belonging to it: blanks of all sorts, also those that do not break lines. */
final class Blank {

    private Blank() {}

    static boolean is(char c) {
        return c <= ' '
                || (c >= 0x80
                        && (c == '\u00A0'
                                || (c >= '\u2000' && c <= '\u200B')
                                || c == '\u202F'
                                || c == '\u3000'
                                || c == '\uFEFF'));
    }

    static String strip(String text) {
        var from = 0;
        var to = text.length();
        while (from < to && is(text.charAt(from))) {
            from++;
        }
        while (from < to && is(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
