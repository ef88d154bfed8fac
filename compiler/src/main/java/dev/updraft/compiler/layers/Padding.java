package dev.updraft.compiler.layers;

/** How windows behave at the border: {@code VALID} stays inside, {@code SAME} gives {@code ceil(extent / stride)}. */
public enum Padding {
    VALID,
    SAME
}
