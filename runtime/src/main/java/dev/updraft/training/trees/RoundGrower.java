package dev.updraft.training.trees;

import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.trees.GrownTree;
import dev.updraft.trees.TreeGrower;
import dev.updraft.trees.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Grows the trees of an epoch. */
final class RoundGrower {
    private final TreeLayer layer;
    private final TreeGrower grower;
    private final Workers workers;
    private final LeafSearch leafSearch;
    private final TreeSamples samples;
    private final @Nullable OutOfBag outOfBag;
    private final long seed;

    /** @param outOfBag hears of each tree what it did not see; null if nobody asks */
    RoundGrower(
            TreeLayer layer,
            TreeGrower grower,
            Workers workers,
            LeafSearch leafSearch,
            TreeSamples samples,
            @Nullable OutOfBag outOfBag,
            long seed) {
        this.layer = layer;
        this.grower = grower;
        this.workers = workers;
        this.leafSearch = leafSearch;
        this.samples = samples;
        this.outOfBag = outOfBag;
        this.seed = seed;
    }

    /**
     * Adds the trees of an epoch to the ensemble, and their leaves to the scores.
     *
     * @param derivatives of the loss at the scores so far; of a forest of the target
     * @return whether any of them asks anything
     */
    boolean grow(Ensemble ensemble, Scores scores, Derivatives derivatives, double learningRate) {
        var round = ensemble.rounds();
        var drawn = samples.of(round);
        return layer.kind().isMean()
                ? plant(round, drawn, ensemble, scores, derivatives)
                : boost(round, drawn, ensemble, scores, derivatives, (float) learningRate);
    }

    /** A tree that others are never the worse for: it always counts. */
    private boolean plant(
            int round, byte @Nullable [] drawn, Ensemble ensemble, Scores scores, Derivatives derivatives) {
        var ofAll = new float[][] {derivatives.curvature()[0]};
        var grown = grower.grow(derivatives.gradient(), ofAll, drawn, seed, round);
        add(grown, ensemble, scores, 0, 1);
        if (outOfBag != null && drawn != null) {
            outOfBag.add(grown, drawn);
        }
        return true;
    }

    private boolean boost(
            int round,
            byte @Nullable [] drawn,
            Ensemble ensemble,
            Scores scores,
            Derivatives derivatives,
            float learningRate) {
        var hasSplit = false;
        var before = derivatives.isFlat() ? copy(scores.sums()) : null;
        var size = layer.leafSize();
        for (var tree = 0; tree < layer.treesOfRound(); tree++) {
            var first = tree * size;
            var grown = grower.grow(
                    Arrays.copyOfRange(derivatives.gradient(), first, first + size),
                    Arrays.copyOfRange(derivatives.curvature(), first, first + size),
                    drawn,
                    seed,
                    round * layer.treesOfRound() + tree);
            if (before != null) {
                grown = searched(grown, before, first);
            }
            hasSplit |= grown.tree().nodes() > 1;
            add(grown, ensemble, scores, first, learningRate);
        }
        // With other samples or features the next may find some.
        return hasSplit || layer.settings().subsample() < 1 || layer.settings().colsample() < 1;
    }

    /**
     * The leaves of the tree as the loss itself would have them.
     *
     * @param first the output that the first number of a leaf is for
     */
    private GrownTree searched(GrownTree grown, float[][] scores, int first) {
        var tree = grown.tree();
        var values = new float[tree.values().length];
        for (var k = 0; k < tree.outputs(); k++) {
            var best = leafSearch.best(scores, first + k, grown.leafOf(), tree.nodes());
            for (var node = 0; node < tree.nodes(); node++) {
                values[node * tree.outputs() + k] = tree.feature()[node] < 0 ? (float) best[node] : 0;
            }
        }
        return new GrownTree(tree.withValues(values), grown.leafOf());
    }

    /** @param first the output that the first number of a leaf is for */
    private void add(GrownTree grown, Ensemble ensemble, Scores scores, int first, float scale) {
        ensemble.add(grown.tree(), scale);
        for (var k = 0; k < grown.tree().outputs(); k++) {
            var ofTree = k;
            var sums = scores.sums()[first + k];
            workers.forRanges(sums.length, (from, to) -> grown.addTo(sums, ofTree, scale, from, to));
        }
    }

    private static float[][] copy(float[][] values) {
        var copy = new float[values.length][];
        for (var i = 0; i < copy.length; i++) {
            copy[i] = values[i].clone();
        }
        return copy;
    }
}
