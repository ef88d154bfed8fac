package dev.updraft.engine.gpu.emit.device;

/** The arrays on the device that trees are grown in. */
public enum TreeArray {
    /** Bins by feature, then row: four rows in an int, the first in its lowest byte. */
    BINS("bins", false, true),
    /** Per row what is added up. */
    WORDS("words", true, true),
    /** The rows of the tree, those of a node together. */
    ORDER("order", false, true),
    /** What is asked of a call, as {@link TreeCall} places it. */
    CALL("call", false, true),
    /** Rows on their way to another place in the order. */
    MOVED("moved", false, false),
    /** Per part of a node's rows how many go left, then where they go; then per node where its right rows begin. */
    PLACES("places", false, false),
    /** Histograms of parts of nodes' rows. */
    PARTS("parts", true, false),
    /** Histograms by slot, then feature, then bin. */
    HISTOGRAMS("histograms", true, false),
    /** Those that were asked for. */
    FOUND("found", true, false);

    private final String parameter;
    private final boolean wide;
    private final boolean uploaded;

    TreeArray(String parameter, boolean wide, boolean uploaded) {
        this.parameter = parameter;
        this.wide = wide;
        this.uploaded = uploaded;
    }

    /** Its name in the source of kernels. */
    public String parameter() {
        return parameter;
    }

    /** Whether its elements are int64; else they are int32. */
    public boolean wide() {
        return wide;
    }

    /** Whether the host writes it. */
    public boolean uploaded() {
        return uploaded;
    }

    /** Bytes of an element. */
    public int bytes() {
        return wide ? Long.BYTES : Integer.BYTES;
    }
}
