package dev.updraft.engine.gpu.emit.device;

/** Places in {@link TreeArray#TREE} and in {@link TreeArray#RULES}: what holds for all nodes of a tree. */
public final class TreeRules {
    /** How many features the tree has. */
    public static final int FEATURES = 0;

    /** Bins of all of them: of a histogram of one output. */
    public static final int BINS = 1;

    /** How many outputs there are. */
    public static final int OUTPUTS = 2;

    /** The histograms of a node: those of outputs, and one more if rows are counted. */
    public static final int PLANES = 3;

    /** 1 if a row has one word, that of the output that owns it. */
    public static final int SINGLE = 4;

    /** Bits of a word that hold the curvature. */
    public static final int CURVATURE_BITS = 5;

    /** The least rows of a leaf, if they are counted. */
    public static final int LEAST_ROWS = 6;

    /** The most categories of a set. */
    public static final int SET_MOST = 7;

    /** The most categories that are not smoothed. */
    public static final int SET_EXACT = 8;

    /** 1 if one threshold alone is tried of a feature. */
    public static final int RANDOM = 9;

    /** How many features are asked about before others are. */
    public static final int AT_A_TIME = 10;

    /** How many rows there are. */
    public static final int ROWS = 11;

    /** Ints of a table that parts a node: a bit for each bin; half as many longs are a set. */
    public static final int TABLE = 12;

    /** Where what is said of features begins. */
    public static final int FIRST_FEATURE = 16;

    /** How much is said of each feature. */
    public static final int FEATURE = 8;

    /** Of a feature: where its column begins in {@link TreeArray#BINS}. */
    public static final int COLUMN = 0;

    /** Of a feature: the rows that an int holds, as a power of two. */
    public static final int ROWS_OF_INT = 1;

    /** Of a feature: its first bin in a histogram of one output. */
    public static final int FIRST = 2;

    /** Of a feature: how many bins it has. */
    public static final int COUNT = 3;

    /** Of a feature: 1 if it is categorical. */
    public static final int CATEGORICAL = 4;

    /** Of a feature: 1 or −1 if values rise or fall with it. */
    public static final int DIRECTION = 5;

    /** Of a feature: where its thresholds begin in {@link TreeArray#RULES}. */
    public static final int THRESHOLDS = 6;

    /** A unit of gradients. */
    public static final int GRADIENT_UNIT = 0;

    /** A unit of curvatures. */
    public static final int CURVATURE_UNIT = 1;

    /** What is added to curvatures. */
    public static final int LAMBDA = 2;

    /** What is taken from gradients. */
    public static final int ALPHA = 3;

    /** What is added to the curvatures of categories to order them. */
    public static final int SET_SMOOTHING = 4;

    /** What is added to the curvatures of sets besides. */
    public static final int SET_LAMBDA = 5;

    /** The greatest float: what is beyond counts as this where thresholds are drawn. */
    public static final int MOST = 6;

    /** Where thresholds begin. */
    public static final int FIRST_THRESHOLD = 8;

    private TreeRules() {}
}
