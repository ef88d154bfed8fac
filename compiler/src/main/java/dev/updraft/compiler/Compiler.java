package dev.updraft.compiler;

/** The whole way from a {@code .model} file to a program. */
public final class Compiler {
    private Compiler() {}
}
