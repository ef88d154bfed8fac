package dev.updraft.engine.cpu.execution;

/** The regions of memory that every graph has, by number; those of the caller's tensors follow from {@link #COUNT} on. */
public final class Region {
    /** The session's variables. */
    public static final int VARIABLES = 0;
    /** What is computed once. */
    public static final int GLOBAL = 1;
    /** What is computed for a shard. */
    public static final int SHARD = 2;
    /** A shard's parts of sums over the batch. */
    public static final int PARTIAL = 3;
    /** A worker's own, for the length of a task. */
    public static final int SCRATCH = 4;

    /** The part of a product that is at hand, as if the whole product were there. */
    public static final int PART = 5;

    public static final int COUNT = 6;

    private Region() {}
}
