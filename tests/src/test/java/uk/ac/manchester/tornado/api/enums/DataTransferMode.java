package uk.ac.manchester.tornado.api.enums;

/** When arrays are transferred. */
public final class DataTransferMode {
    public static final int FIRST_EXECUTION = 0;
    public static final int EVERY_EXECUTION = 1;

    private DataTransferMode() {}
}
