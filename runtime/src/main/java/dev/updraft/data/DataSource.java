package dev.updraft.data;

/** Where data can be read from: a named data set, a file or a folder. Nothing is read before {@link #read}. */
public interface DataSource {

    /** The name or path, for reports. */
    String description();

    /**
     * Whether {@link Split#TEST} differs from {@link Split#TRAIN}. A source without test samples returns those that it has for
     * validation, else all of them.
     */
    boolean split();

    /**
     * Whether {@link Split#VALIDATION} is a part of its own. A source without one returns its test samples, else all of them.
     */
    default boolean hasValidation() {
        return false;
    }

    /**
     * Reads one split as a model expects it, downloading it first if necessary.
     *
     * @throws DataException if it cannot be obtained, is damaged, or does not match the model
     */
    Dataset read(Split split, DataSpec dataSpec, Progress progress);
}
