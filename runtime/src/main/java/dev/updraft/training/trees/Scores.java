package dev.updraft.training.trees;

import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.trees.FeatureSource;
import java.util.Arrays;

/** What the trees so far give for samples: the same bits as the model's own prediction. */
final class Scores {
    private final TreeLayer layer;
    private final float[][] sums;

    Scores(TreeLayer layer, int samples) {
        this.layer = layer;
        sums = new float[layer.outputs()][samples];
    }

    /** By output, then sample: of boosted trees the scores, of a forest what is to be divided by the number of trees. */
    float[][] sums() {
        return sums;
    }

    /** What the ensemble gives for samples whose features are read. */
    void fill(Ensemble ensemble, FeatureSource features) {
        fillBase(ensemble);
        if (ensemble.trees() > 0) {
            features.forEachBlock((block, from, rows) -> ensemble.addTo(block, rows, 0, sums, from));
        }
    }

    /** Without trees. */
    void fillBase(Ensemble ensemble) {
        for (var output = 0; output < sums.length; output++) {
            Arrays.fill(sums[output], ensemble.base()[output]);
        }
    }

    /** By output, then sample: as the loss takes them. */
    float[][] of(Ensemble ensemble) {
        if (!layer.kind().isMean() || ensemble.trees() == 0) {
            return sums;
        }
        var share = 1f / ensemble.trees();
        var means = new float[sums.length][];
        Arrays.setAll(means, output -> {
            var mean = sums[output].clone();
            for (var i = 0; i < mean.length; i++) {
                mean[i] *= share;
            }
            return mean;
        });
        return means;
    }
}
