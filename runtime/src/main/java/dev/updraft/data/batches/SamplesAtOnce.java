package dev.updraft.data.batches;

import dev.updraft.compiler.layers.LayerGraph;

/** How many samples are computed at once where their predictions are all that is wanted. */
public final class SamplesAtOnce {
    private static final int MOST = 1 << 12;
    /** Of the inputs that are then in memory. */
    private static final long MOST_BYTES = 1 << 24;

    private SamplesAtOnce() {}

    /**
     * Thousands if trees are asked about few numbers, which is quicker than asking them about a few samples at a time.
     *
     * @param usual how many otherwise
     */
    public static int of(LayerGraph model, int usual) {
        if (model.trees() == null) {
            return usual;
        }
        var bytes = model.inputs().stream()
                .mapToLong(input -> input.shape().elementsPerSample() * Float.BYTES)
                .sum();
        return Math.max(usual, (int) Math.min(MOST, Long.highestOneBit(MOST_BYTES / Math.max(1, bytes))));
    }
}
