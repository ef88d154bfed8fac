package dev.updraft.data.internal.spill;

/** How much of Java's memory a table may take before it goes to disk. No result depends on it. */
public final class SpillMemory {
    /** In bytes; for tests. */
    private static final String LIMIT = "updraft.tables.memory";

    private static final int SHARE = 4;

    private SpillMemory() {}

    /** A quarter of what Java may have, in bytes. */
    public static long limit() {
        return Long.getLong(LIMIT, Runtime.getRuntime().maxMemory() / SHARE);
    }
}
