package dev.updraft.data;

/** The training or the test samples of a source. */
public enum Split {
    TRAIN,
    TEST
}
