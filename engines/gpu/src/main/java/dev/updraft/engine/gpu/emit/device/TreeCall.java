package dev.updraft.engine.gpu.emit.device;

/**
 * Places in {@link TreeArray#CALL}. The rows of a node are cut into parts of {@link #PART_ROWS}; parts are numbered through all
 * nodes of a call.
 */
public final class TreeCall {
    /** The most nodes of a call. */
    public static final int MOST_NODES = 64;

    /** How many nodes there are. */
    public static final int NODES = 0;

    /** How many features have histograms. */
    public static final int FEATURES = 1;

    /** Ints of a feature's column of {@link TreeArray#BINS}. */
    public static final int COLUMN = 2;

    /** The most rows of a part. */
    public static final int PART_ROWS = 3;

    /** How many histograms are handed out. */
    public static final int WANTED = 4;

    /** Per node where its rows begin. */
    public static final int FROM = 8;

    /** Per node where its rows end. */
    public static final int TO = FROM + MOST_NODES;

    /** Per node its first part; one more, where the parts of the last node end. */
    public static final int FIRST = TO + MOST_NODES;

    /** Per node the slot of its histogram, or the feature that parts it. */
    public static final int SLOT = FIRST + MOST_NODES + 1;

    /** Per node the slot that its histogram is subtracted from, or −1. */
    public static final int PARENT = SLOT + MOST_NODES;

    /** The slots to hand out. */
    public static final int WANTED_SLOTS = PARENT + MOST_NODES;

    /** Per node a bit for each bin: whether its rows go left. */
    public static final int TABLES = WANTED_SLOTS + 2 * MOST_NODES;

    /** Ints of a node's table. */
    public static final int TABLE = 8;

    /** The features that have histograms; the last of all, as there may be many. */
    public static final int FEATURE_LIST = TABLES + MOST_NODES * TABLE;

    private TreeCall() {}
}
