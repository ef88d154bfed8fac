package dev.updraft.compiler.diagnostics;

/** Every kind of diagnostic, by its stable number: {@code M00xx} syntax, {@code M01xx} shapes and types, and so on. */
public enum Code {
    M0001("not what belongs here"),
    M0002("bracket is never closed"),
    M0003("closing bracket without its opening one"),
    M0004("string is not finished"),
    M0005("unknown character"),
    M0006("not a number"),
    M0007("number out of range"),
    M0008("nested too deeply"),
    M0009("file too large"),
    M0010("file cannot be read"),
    M0011("file is not text"),
    M0012("word of the language used as a name"),
    M0013("unknown escape in a string"),
    M0014("value goes nowhere"),
    M0015("arguments begin on another line"),
    M0016("two statements on one line"),

    M0103("shapes do not fit");

    private final String title;

    Code(String title) {
        this.title = title;
    }

    /** The kind of problem in a few words. */
    public String title() {
        return title;
    }
}
