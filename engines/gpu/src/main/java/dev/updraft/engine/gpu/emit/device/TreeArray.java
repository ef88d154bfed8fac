package dev.updraft.engine.gpu.emit.device;

/** The arrays on the device that trees are grown in. */
public enum TreeArray {
    /** Bins by feature, then row: four rows in an int, or two of a feature with many bins, the first in the lowest bits. */
    BINS("bins", Type.INT, true),
    /** Per output and row what is added up; of one output alone if {@link #OWNERS} says which. */
    WORDS("words", Type.LONG, true),
    /** Per row the output of its word, if it has only one, and above 16 bits how often it was drawn. */
    OWNERS("owners", Type.INT, true),
    /** The rows of the tree, those of a node together. */
    ORDER("order", Type.INT, true),
    /** What holds for a tree, as {@link TreeRules} places it. */
    TREE("tree", Type.INT, true),
    /** The same, what is no whole number. */
    RULES("rules", Type.DOUBLE, true),
    /** What is asked of a call, as {@link TreeCall} places it. */
    CALL("call", Type.INT, true),
    /** Sums of the nodes that are searched, and what must hold of their leaves. */
    NODES("nodes", Type.LONG, true),
    /** Between which values their leaves are kept, and what a split must gain. */
    BOUNDS("bounds", Type.DOUBLE, true),
    /** Rows on their way to another place in the order. */
    MOVED("moved", Type.INT, false),
    /** Per part of a node's rows how many go left, then where they go; then per node where its right rows begin. */
    PLACES("places", Type.INT, false),
    /** Histograms of parts of nodes' rows. */
    PARTS("parts", Type.LONG, false),
    /** Histograms by slot, then output, then feature, then bin; after the outputs the numbers of rows, where they matter. */
    HISTOGRAMS("histograms", Type.LONG, false),
    /** Per node and bin what categories are ordered by, and which bin it is; only those with rows, the first in front. */
    KEYS("keys", Type.DOUBLE, false),
    /** Per node and feature its best split, and sums of what is left of a threshold. */
    SPLITS("splits", Type.LONG, false),
    /** Per node and feature what its best split gains. */
    SCORES("scores", Type.DOUBLE, false),
    /** Per node its best split. */
    FOUND("found", Type.LONG, false),
    /** Per node what its best split gains. */
    GAINS("gains", Type.DOUBLE, false);

    /** What an array has elements of. */
    public enum Type {
        INT(Integer.BYTES),
        LONG(Long.BYTES),
        DOUBLE(Double.BYTES);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        /** Bytes of an element. */
        public int bytes() {
            return bytes;
        }
    }

    private final String parameter;
    private final Type type;
    private final boolean uploaded;

    TreeArray(String parameter, Type type, boolean uploaded) {
        this.parameter = parameter;
        this.type = type;
        this.uploaded = uploaded;
    }

    /** Its name in the source of kernels. */
    public String parameter() {
        return parameter;
    }

    /** What its elements are. */
    public Type type() {
        return type;
    }

    /** Whether the host writes it. */
    public boolean uploaded() {
        return uploaded;
    }
}
