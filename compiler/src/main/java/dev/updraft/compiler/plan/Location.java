package dev.updraft.compiler.plan;

import dev.updraft.compiler.ops.Variable;

/** Where a value lies while a plan runs. */
public sealed interface Location {

    /** In a variable: its old value, or a new one that is written over it at once. */
    record InVariable(Variable variable) implements Location {}

    /**
     * In a tensor of the caller's.
     *
     * @param name of the input, the target or the output
     */
    record InCallersTensor(String name) implements Location {}

    /**
     * In an arena of the plan's.
     *
     * @param space which arena
     * @param offset where in it, in bytes
     * @param first the first point at which the value is there
     * @param last the last point at which it is needed
     */
    record Allocation(Space space, long offset, long bytes, int first, int last) implements Location {}

    /** An arena: its size and the offsets in it are planned by themselves. */
    enum Space {
        /** There once. */
        ONCE,
        /** There for every shard. */
        SHARD,
        /** There for every shard, and read by all when their parts are added up. */
        PARTIAL
    }
}
