package dev.updraft.training.trees;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.trees.FeatureSource;
import dev.updraft.trees.Workers;
import dev.updraft.trees.prediction.RowBlock;
import dev.updraft.trees.prediction.TreePredictor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** What the trees so far give for samples: the same bits as the model's own prediction. */
final class Scores {
    /** Rows that a thread takes at a time. */
    private static final int RANGE = 1 << 10;

    private final TreeLayer layer;
    private final Workers workers;
    private final float[][] sums;

    Scores(TreeLayer layer, Workers workers, int samples) {
        this.layer = layer;
        this.workers = workers;
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
            var trees = ensemble.predictor(0);
            features.forEachBlock((block, from, rows) -> add(trees, block, rows, from));
        }
    }

    /**
     * Adds what trees give, as the operation adds it, so that both have the same bits.
     *
     * @param rows rows of features
     * @param at the number of the first
     */
    void add(TreePredictor trees, float[] rows, int count, int at) {
        var ranges = Math.ceilDiv(count, RANGE);
        var blocks = new RowBlock[workers.threads()];
        workers.run(ranges, (range, thread) -> {
            if (blocks[thread] == null) {
                blocks[thread] = trees.block(RANGE);
            }
            var end = Math.min(count, (range + 1) * RANGE);
            var block = blocks[thread];
            for (var from = range * RANGE; from < end; from += block.capacity()) {
                add(trees, rows, from, Math.min(block.capacity(), end - from), at, block);
            }
        });
    }

    private void add(TreePredictor trees, float[] rows, int from, int count, int at, RowBlock block) {
        var width = layer.features().size();
        MemorySegment.copy(
                MemorySegment.ofArray(rows),
                JAVA_INT,
                (long) from * width * Float.BYTES,
                block.bits(),
                0,
                count * width);
        for (var output = 0; output < sums.length; output++) {
            for (var row = 0; row < count; row++) {
                block.sums()[row * sums.length + output] = sums[output][at + from + row];
            }
        }
        trees.add(block, count);
        for (var output = 0; output < sums.length; output++) {
            for (var row = 0; row < count; row++) {
                sums[output][at + from + row] = block.sums()[row * sums.length + output];
            }
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
