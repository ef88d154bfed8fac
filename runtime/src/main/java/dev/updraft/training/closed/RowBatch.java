package dev.updraft.training.closed;

import java.util.Arrays;

/** Room for some rows, which come one by one. */
final class RowBatch {
    private final float[][] blocks;
    private final int most;
    private final int features;
    private int count;

    RowBatch(int most, int features) {
        this.most = most;
        this.features = features;
        blocks = new float[Math.ceilDiv(most, LearningRows.BLOCK)][];
        for (var block = 0; block < blocks.length; block++) {
            blocks[block] = new float[Math.min(LearningRows.BLOCK, most - block * LearningRows.BLOCK) * features];
        }
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == most;
    }

    /** Takes a row, which begins at a place. */
    void add(float[] values, int at) {
        var block = blocks[count / LearningRows.BLOCK];
        System.arraycopy(values, at, block, count % LearningRows.BLOCK * features, features);
        count++;
    }

    void clear() {
        count = 0;
    }

    /** Those that it holds; valid until the next one is added. */
    LearningRows rows() {
        if (isFull()) {
            return new LearningRows(blocks, count, features);
        }
        var taken = Arrays.copyOf(blocks, Math.ceilDiv(count, LearningRows.BLOCK));
        if (taken.length > 0) {
            var last = taken.length - 1;
            taken[last] = Arrays.copyOf(taken[last], (count - last * LearningRows.BLOCK) * features);
        }
        return new LearningRows(taken, count, features);
    }
}
