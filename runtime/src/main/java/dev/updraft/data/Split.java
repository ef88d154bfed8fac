package dev.updraft.data;

/** The training, the validation or the test samples of a source. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST
}
