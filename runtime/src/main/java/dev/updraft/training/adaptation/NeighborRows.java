package dev.updraft.training.adaptation;

import dev.updraft.compiler.layers.SupervisedLayer.NearestNeighbors;
import dev.updraft.training.TrainingException;
import dev.updraft.training.supervised.Samples;
import java.util.Locale;
import java.util.Map;

/** The training samples, as they are. */
final class NeighborRows implements SupervisedWeights {
    private final NearestNeighbors layer;
    private final Samples rows;
    private final Samples targets;
    private long count;

    /** @param targets numbers behind those of a sample */
    NeighborRows(NearestNeighbors layer, int features, int targets) {
        this.layer = layer;
        rows = new Samples(features);
        this.targets = new Samples(targets);
    }

    @Override
    public void add(float[] sample, double weight) {
        count++;
        if (count <= layer.rows()) {
            rows.add(sample, 0);
            targets.add(sample, rows.width());
        }
    }

    @Override
    public Map<String, float[]> finish() {
        if (count > layer.rows()) {
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "k_nearest_neighbors has room for %d rows, and the training data has %d: write rows: %d",
                    layer.rows(),
                    count,
                    count));
        }
        if (count < layer.k()) {
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "k_nearest_neighbors looks for %d neighbours, and the training data has %d rows: set k to at most %d",
                    layer.k(),
                    count,
                    count));
        }
        return Map.of(
                NearestNeighbors.ROWS, rows.all(),
                NearestNeighbors.TARGETS, targets.all(),
                NearestNeighbors.COUNT, new float[] {count});
    }
}
