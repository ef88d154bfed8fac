package dev.updraft.data;

/** Receives the progress of long data preparation. Calls come one at a time, from whichever thread does the work. */
@FunctionalInterface
public interface Progress {

    /** Ignores progress. */
    Progress NONE = (_, _, _, _) -> {};

    /**
     * Called now and then, and when the work is done.
     *
     * @param what the file or folder being processed
     * @param done how much is done, from 0 to {@code total}
     * @param total how much there is, or -1 if that is not known
     */
    void update(String what, long done, long total, Unit unit);

    /** Receives a sentence about the data, such as which columns are ignored. */
    default void notice(String text) {}

    /** The unit of progress. */
    enum Unit {
        /** Bytes of a download. */
        BYTES,
        /** Images being decoded. */
        IMAGES,
        /** Rows of a table being read. */
        ROWS
    }
}
