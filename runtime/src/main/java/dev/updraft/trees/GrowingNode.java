package dev.updraft.trees;

import org.jspecify.annotations.Nullable;

/** A node of a tree that grows. */
final class GrowingNode {
    /** Of a histogram that no device keeps. */
    static final int NO_SLOT = -1;

    int id;
    final int depth;
    /** Of its rows. */
    final GradientSums sums;
    /** Of all outputs together, in units. */
    final long curvature;
    /** The least and greatest value that monotone features leave to its leaves. */
    final double lower;

    final double upper;
    /** Where its rows are in the order of rows. */
    int from;

    int to;
    /** Null if not kept, or given to a child. */
    long @Nullable [][] histogram;

    /** Where a device keeps its histogram; {@link #NO_SLOT} if none does, or if it was given to a child. */
    int slot = NO_SLOT;

    @Nullable
    Split split;
    /** Its left child, the right one being next; −1 in a leaf. */
    int left = -1;

    GrowingNode(int id, int depth, GradientSums sums, double lower, double upper) {
        this.id = id;
        this.depth = depth;
        this.sums = sums;
        curvature = sums.curvature();
        this.lower = lower;
        this.upper = upper;
    }

    int rows() {
        return to - from;
    }
}
