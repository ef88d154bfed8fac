package dev.updraft.engine.cpu.onednn;

/** What oneDNN does to a product's elements before it writes them. */
public enum Relu {
    NONE,
    /** {@code max(x, 0)}, which gives -0 for negative numbers. */
    SIGNED_ZEROS,
    /** {@code max(x, 0)}. */
    FULL
}
