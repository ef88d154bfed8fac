package dev.updraft.trees;

/** Rows in one array, passed on in blocks that fit a core's cache. */
record ArrayFeatureSource(float[] values, int features) implements FeatureSource {
    private static final int BLOCK_VALUES = 1 << 17;

    ArrayFeatureSource {
        if (features < 1 || values.length % features != 0) {
            throw new IllegalArgumentException(
                    "%s values are not whole rows of %s features".formatted(values.length, features));
        }
    }

    @Override
    public int rows() {
        return values.length / features;
    }

    @Override
    public void forEachBlock(BlockConsumer consumer) {
        var rows = rows();
        var most = Math.max(1, BLOCK_VALUES / features);
        var block = new float[most * features];
        for (var from = 0; from < rows; from += most) {
            var count = Math.min(most, rows - from);
            System.arraycopy(values, from * features, block, 0, count * features);
            consumer.accept(block, from, count);
        }
    }
}
