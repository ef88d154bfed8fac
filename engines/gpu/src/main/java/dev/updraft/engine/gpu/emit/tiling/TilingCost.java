package dev.updraft.engine.gpu.emit.tiling;

/**
 * An estimate of how long a product takes with a tiling on a large GPU, in multiply-adds of the whole device. It is good for
 * comparing tilings of one product, and for nothing else: the weights are the issue slots that the instructions around a
 * multiply-add take.
 */
final class TilingCost {
    /** So many work-items are one warp for each scheduler of a large GPU. */
    private static final double FEWEST_ITEMS = 1 << 14;

    /** So many independent multiply-adds of one warp hide how long each of them takes. */
    private static final double ENOUGH_SUMS = 8;

    /** Work-items that a GPU runs together, whether they are there or not. */
    private static final int WARP = 32;

    /** A load from local memory. */
    private static final double LOCAL_LOAD = 4;

    /** Finding, loading and storing an element of a tile. */
    private static final double TILE_LOAD = 20;

    /** A barrier, and what work-items compute once. */
    private static final double SLICE = 60;

    /**
     * Registers of a work-item with which enough groups run side by side: 12 warps on a multiprocessor with 65,536. They need
     * not be many, as a warp loads a slice while it multiplies another.
     */
    private static final double REGISTERS = 168;

    /** For an element of a tile that a work-item loads: its value, and where it is found. Counted in code for sm_90, as the next. */
    private static final double REGISTERS_OF_LOAD = 2.5;

    /** Where slices and tiles are. */
    private static final double OTHER_REGISTERS = 17;

    /** Rows and columns of a block are loaded while those before are multiplied. */
    private static final double FRAGMENTS = 2;

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
                + OTHER_REGISTERS
                + FRAGMENTS * (tiling.blockRows() + tiling.blockColumns())
                + REGISTERS_OF_LOAD * tiling.depth() * (tiling.rows() + tiling.columns()) / tiling.items();
        var crowded = Math.max(1, registers / REGISTERS);
        var idle = Math.max(1, WARP / (double) tiling.items());
        var enough = FEWEST_ITEMS * Math.max(1, ENOUGH_SUMS / block);
        var busy = Math.min(1, groups * tiling.items() / enough);
        return work * multiplyAdd * crowded * idle / busy + sum(tiling, product);
    }

    private static double sum(Tiling tiling, GemmShape product) {
        return tiling.parts() == 1 ? 0 : KERNEL + 2 * MEMORY * tiling.parts() * product.elements();
    }
}
