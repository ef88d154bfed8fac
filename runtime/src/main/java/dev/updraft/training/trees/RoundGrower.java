package dev.updraft.training.trees;

import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.trees.GrownTree;
import dev.updraft.trees.TreeGrower;
import dev.updraft.trees.Workers;
import org.jspecify.annotations.Nullable;

/** Grows the trees of an epoch. */
final class RoundGrower {
    /** How often the best constants of several outputs, which may depend on each other, are looked for in turn. */
    private static final int SWEEPS = 4;

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

    /** Finds the constants that make the loss smallest without any tree, and begins with them. */
    void findBase(Ensemble ensemble, Scores scores) {
        var sweeps = layer.outputs() == 1 ? 1 : SWEEPS;
        for (var sweep = 0; sweep < sweeps; sweep++) {
            for (var output = 0; output < layer.outputs(); output++) {
                ensemble.base()[output] += (float) leafSearch.best(scores.sums(), output, null, 1)[0];
                scores.fillBase(ensemble);
            }
        }
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
        var grown = grower.grow(derivatives.gradient(), derivatives.curvature()[0], drawn, seed, round);
        ensemble.add(grown.tree(), 1);
        for (var output = 0; output < layer.outputs(); output++) {
            add(grown, scores, output, output, 1);
        }
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
        for (var output = 0; output < layer.outputs(); output++) {
            var grown = grower.grow(
                    new float[][] {derivatives.gradient()[output]},
                    derivatives.curvature()[output],
                    drawn,
                    seed,
                    round * layer.outputs() + output);
            if (before != null) {
                grown = searched(grown, before, output);
            }
            hasSplit |= grown.tree().nodes() > 1;
            ensemble.add(grown.tree(), learningRate);
            add(grown, scores, 0, output, learningRate);
        }
        // With other samples or features the next may find some.
        return hasSplit || layer.settings().subsample() < 1 || layer.settings().colsample() < 1;
    }

    /** The leaves of the tree as the loss itself would have them. */
    private GrownTree searched(GrownTree grown, float[][] scores, int output) {
        var tree = grown.tree();
        var best = leafSearch.best(scores, output, grown.leafOf(), tree.nodes());
        var values = new float[tree.nodes()];
        for (var node = 0; node < values.length; node++) {
            values[node] = tree.feature()[node] < 0 ? (float) best[node] : 0;
        }
        return new GrownTree(tree.withValues(values), grown.leafOf());
    }

    private void add(GrownTree grown, Scores scores, int ofTree, int output, float scale) {
        var sums = scores.sums()[output];
        workers.forRanges(sums.length, (from, to) -> grown.addTo(sums, ofTree, scale, from, to));
    }

    private static float[][] copy(float[][] values) {
        var copy = new float[values.length][];
        for (var i = 0; i < copy.length; i++) {
            copy[i] = values[i].clone();
        }
        return copy;
    }
}
