package dev.updraft.data;

/** Where data can be read from: a named data set, a file or a folder. Nothing is read before {@link #read}. */
public interface DataSource {

    /** The name or path, as reports show it. */
    String description();

    /**
     * Whether {@link Split#TEST} differs from {@link Split#TRAIN}. A source that is not split gives all its samples as
     * either part.
     */
    boolean split();

    /**
     * Reads one part as a model expects it, downloading it first if need be.
     *
     * @throws DataException if it cannot be had, is broken, or does not fit the model
     */
    Dataset read(Split split, DataSpec dataSpec, Progress progress);
}
