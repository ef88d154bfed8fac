package dev.updraft.engine.cpu.winograd;

/**
 * Tiles of 4×4 pixels that cover the images of a shard, numbered row by row and sample by sample. The last ones of a row or
 * column may reach beyond the image.
 *
 * @param samples of the shard
 * @param height of an image, in pixels
 */
record Tiling(int samples, int height, int width) {
    int rows() {
        return Math.ceilDiv(height, Transform.TILE);
    }

    int columns() {
        return Math.ceilDiv(width, Transform.TILE);
    }

    int count() {
        return samples * rows() * columns();
    }

    int sample(int tile) {
        return tile / (rows() * columns());
    }

    /** The pixels' row with which the tile begins. */
    int top(int tile) {
        return tile / columns() % rows() * Transform.TILE;
    }

    /** The pixels' column with which it begins. */
    int left(int tile) {
        return tile % columns() * Transform.TILE;
    }
}
