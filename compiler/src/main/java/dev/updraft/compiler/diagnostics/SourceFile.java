package dev.updraft.compiler.diagnostics;

/**
 * The text of one {@code .model} file and the name it is shown under.
 *
 * @param name what messages call the file: its path as the user gave it
 * @param text the whole text
 */
public record SourceFile(String name, String text) {}
