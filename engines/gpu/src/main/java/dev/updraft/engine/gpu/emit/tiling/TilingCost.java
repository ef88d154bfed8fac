package dev.updraft.engine.gpu.emit.tiling;

/**
 * An estimate of how long a product takes with a tiling on a large GPU, in multiply-adds of the whole device. It is good for
 * comparing tilings of one product, and for nothing else: the weights are the issue slots that the instructions around a
 * multiply-add take.
 */
final class TilingCost {
    /** So many work-items keep a large GPU busy, if each has several sums. */
    private static final double ENOUGH_ITEMS = 1 << 15;

    /** Work-items that a GPU runs together, whether they are there or not. */
    private static final int WARP = 32;

    /** A load from local memory. */
    private static final double LOCAL_LOAD = 4;

    /** Finding, loading and storing an element of a tile. */
    private static final double TILE_LOAD = 20;

    /** Two barriers, and waiting for the first loads. */
    private static final double SLICE = 60;

    /** Registers of a work-item with which enough groups run side by side. */
    private static final double REGISTERS = 128;

    /** For an element of a tile that a work-item loads: its value, and where it is found. */
    private static final double REGISTERS_OF_LOAD = 4;

    /** A number that leaves the device's processors, or comes back. */
    private static final double MEMORY = 12;

    /** Starting another kernel. */
    private static final double KERNEL = 1e8;

    private TilingCost() {}

    static double of(Tiling tiling, GemmShape product) {
        var groups = (double) tiling.tiles(product) * product.groups() * tiling.parts();
        var area = (double) tiling.rows() * tiling.columns();
        var block = (double) tiling.blockRows() * tiling.blockColumns();
        var work = groups * area * tiling.depthOfPart(product.depth());
        var multiplyAdd = 1
                + LOCAL_LOAD * (tiling.blockRows() + tiling.blockColumns()) / block
                + TILE_LOAD * (tiling.rows() + tiling.columns()) / area
                + SLICE / (tiling.depth() * block);
        var registers = block
                + tiling.blockRows()
                + tiling.blockColumns()
                + REGISTERS_OF_LOAD * tiling.depth() * (tiling.rows() + tiling.columns()) / tiling.items();
        var crowded = Math.max(1, registers / REGISTERS);
        var idle = Math.max(1, WARP / (double) tiling.items());
        var busy = Math.min(1, groups * tiling.items() / ENOUGH_ITEMS);
        return work * multiplyAdd * crowded * idle / busy + sum(tiling, product);
    }

    private static double sum(Tiling tiling, GemmShape product) {
        return tiling.parts() == 1 ? 0 : KERNEL + 2 * MEMORY * tiling.parts() * product.elements();
    }
}
