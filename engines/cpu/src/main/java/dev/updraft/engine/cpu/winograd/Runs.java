package dev.updraft.engine.cpu.winograd;

/** How tiles are transformed: some at a time, or some channels of one, so that all arrays stay in a cache near by. */
final class Runs {
    /** Floats of an array. */
    static final int LENGTH = 256;

    private Runs() {}

    /** How many tiles at a time. */
    static int tiles(int channels) {
        return Math.max(1, LENGTH / channels);
    }

    /** How many channels of a tile at a time. */
    static int channels(int channels) {
        return Math.min(LENGTH, channels);
    }
}
