package dev.updraft.data;

/** Which samples of a source that may hold two parts. */
public enum Split {
    TRAIN,
    TEST
}
