package dev.updraft.compiler.diagnostics.render;

/** How parts of a diagnostic are set off: by ANSI colours, or not at all. */
enum Style {
    PLAIN,
    ANSI;

    String error(String text) {
        return paint("1;31", text);
    }

    String warning(String text) {
        return paint("1;33", text);
    }

    String secondary(String text) {
        return paint("1;34", text);
    }

    String strong(String text) {
        return paint("1", text);
    }

    private String paint(String attributes, String text) {
        return this == PLAIN ? text : "\u001B[" + attributes + "m" + text + "\u001B[0m";
    }
}
