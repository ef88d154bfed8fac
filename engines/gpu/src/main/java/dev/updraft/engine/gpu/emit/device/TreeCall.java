package dev.updraft.engine.gpu.emit.device;

/**
 * Places in {@link TreeArray#CALL} and in other arrays that a call fills or reads. The rows of a node are cut into parts of
 * {@link #PART_ROWS}; parts are numbered through all nodes of a call.
 */
public final class TreeCall {
    /** The most nodes of a call. */
    public static final int MOST_NODES = 64;

    /** The most nodes that splits are wanted of. */
    public static final int MOST_WANTED = 2 * MOST_NODES;

    /** How many nodes there are. */
    public static final int NODES = 0;

    /** The most rows of a part. */
    public static final int PART_ROWS = 1;

    /** How many splits are wanted. */
    public static final int WANTED = 2;

    /** Per node where its rows begin. */
    public static final int FROM = 8;

    /** Per node where its rows end. */
    public static final int TO = FROM + MOST_NODES;

    /** Per node its first part; one more, where the parts of the last node end. */
    public static final int FIRST = TO + MOST_NODES;

    /** Per node the slot of its histogram, or the place of the feature that parts it in the tree's. */
    public static final int SLOT = FIRST + MOST_NODES + 1;

    /** Per node the slot that its histogram is subtracted from, or −1. */
    public static final int PARENT = SLOT + MOST_NODES;

    /** Per node that is searched the slot of its histogram. */
    public static final int WANTED_SLOTS = PARENT + MOST_NODES;

    /**
     * Per node that is parted a bit for each bin: whether its rows go left. Or per node that is searched the order of features.
     */
    public static final int TABLES = WANTED_SLOTS + MOST_WANTED;

    /** In {@link TreeArray#NODES}: the least curvature of a leaf. */
    public static final int LEAST = 0;

    /** In {@link TreeArray#NODES}: the curvature of a node. */
    public static final int CURVATURE = 1;

    /** In {@link TreeArray#NODES}: 1 if values are kept in bounds. */
    public static final int BOUNDED = 2;

    /** In {@link TreeArray#NODES}: gradients of outputs. */
    public static final int GRADIENTS = 3;

    /** In {@link TreeArray#BOUNDS}: the least value. */
    public static final int LOWER = 0;

    /** In {@link TreeArray#BOUNDS}: the greatest value. */
    public static final int UPPER = 1;

    /** In {@link TreeArray#BOUNDS}: what must be gained. */
    public static final int LEAST_GAIN = 2;

    /** In {@link TreeArray#BOUNDS}: per feature where its one threshold is. */
    public static final int DRAWN = 3;

    /** In {@link TreeArray#SPLITS}: the last bin on the left, or how many categories are; 0 if nothing was found. */
    public static final int BIN = 0;

    /** In {@link TreeArray#SPLITS}: 1 if missing values go left, or of categories twice the output of the order, and 1 for its end. */
    public static final int SIDE = 1;

    /** In {@link TreeArray#SPLITS}: the bin of the threshold drawn. */
    public static final int THRESHOLD = 2;

    /** In {@link TreeArray#SPLITS}: what is left of a threshold, by output. */
    public static final int LEFT = 3;

    /** In {@link TreeArray#FOUND}: the place of the feature in the tree's; −1 if there is no split. */
    public static final int FOUND_FEATURE = 0;

    /** In {@link TreeArray#FOUND}: the last bin on the left. */
    public static final int FOUND_BIN = 1;

    /** In {@link TreeArray#FOUND}: the next bin with rows, or the one drawn. */
    public static final int FOUND_NEXT = 2;

    /** In {@link TreeArray#FOUND}: 1 if missing values go left. */
    public static final int FOUND_MISSING_LEFT = 3;

    /** In {@link TreeArray#FOUND}: 1 if there are missing values. */
    public static final int FOUND_MISSING = 4;

    /** In {@link TreeArray#FOUND}: the curvature on the left. */
    public static final int FOUND_CURVATURE = 5;

    /** In {@link TreeArray#FOUND}: the gradients on the left, and then a bit for each bin of the set. */
    public static final int FOUND_GRADIENTS = 6;

    private TreeCall() {}
}
