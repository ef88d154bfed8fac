package dev.updraft.training.loop;

/**
 * How many batches to run before training is looked at again: about half a second's, so that stopping and saving need not
 * wait long and a device is not disturbed often.
 */
final class ChunkSizer {
    private static final double SECONDS = 0.5;
    private static final int GROWTH = 4;

    private int batches = GROWTH;

    /** How many batches are to come. */
    int batches() {
        return batches;
    }

    /** So many batches took so long. */
    void took(int done, double seconds) {
        var wanted = done * SECONDS / seconds;
        batches = (int) Math.clamp(wanted, 1, (double) batches * GROWTH);
    }
}
