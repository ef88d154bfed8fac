package dev.updraft.training.trees;

import dev.updraft.compiler.layers.TreeSettings;
import dev.updraft.trees.RowSampling;
import dev.updraft.trees.Workers;
import org.jspecify.annotations.Nullable;

/** Draws the samples that the trees of an epoch see: of an epoch always the same. */
final class TreeSamples {
    private final TreeSettings settings;
    private final long seed;
    private final Workers workers;
    private final byte @Nullable [] drawn;

    TreeSamples(TreeSettings settings, int samples, long seed, Workers workers) {
        this.settings = settings;
        this.seed = seed;
        this.workers = workers;
        drawn = settings.isSampled() ? new byte[samples] : null;
    }

    /** How often each sample is drawn; null where trees see all. The array is used again by the next call. */
    byte @Nullable [] of(int round) {
        if (drawn != null) {
            if (settings.bootstrap()) {
                RowSampling.bootstrap(seed, round, drawn);
            } else {
                RowSampling.share(settings.subsample(), seed, round, drawn, workers);
            }
        }
        return drawn;
    }
}
