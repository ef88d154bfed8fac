package dev.updraft.compiler.diagnostics;

/** Every kind of diagnostic, by its stable number: {@code M00xx} syntax, {@code M01xx} shapes and types, and so on. */
public enum Code {
    M0001("syntax error"),
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
