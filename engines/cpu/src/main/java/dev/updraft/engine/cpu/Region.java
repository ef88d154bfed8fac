package dev.updraft.engine.cpu;

/** The regions of memory that every graph has, by number; those of the caller's tensors follow from {@link #COUNT} on. */
final class Region {
    /** The session's variables. */
    static final int VARIABLES = 0;
    /** What is computed once. */
    static final int GLOBAL = 1;
    /** What is computed for a shard. */
    static final int SHARD = 2;
    /** A shard's parts of sums over the batch. */
    static final int PARTIAL = 3;
    /** A worker's own, for the length of a task. */
    static final int SCRATCH = 4;

    static final int COUNT = 5;

    private Region() {}
}
