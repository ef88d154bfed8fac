package dev.updraft.data;

/** Hears how far a long preparation of data has come. Calls come one at a time, from whichever thread does the work. */
@FunctionalInterface
public interface Progress {

    /** Hears nothing. */
    Progress NONE = (_, _, _, _) -> {};

    /**
     * Called every now and then, and when all is done.
     *
     * @param what the file or folder worked on
     * @param done how much is done, from 0 to {@code total}
     * @param total how much there is, or -1 if that is not known
     */
    void update(String what, long done, long total, Unit unit);

    /** What is counted. */
    enum Unit {
        /** Bytes of a download. */
        BYTES,
        /** Images being decoded. */
        IMAGES
    }
}
