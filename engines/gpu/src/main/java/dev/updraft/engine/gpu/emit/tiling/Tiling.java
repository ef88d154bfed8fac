package dev.updraft.engine.gpu.emit.tiling;

import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.source.WorkGroupReduction;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How a product is cut up on a GPU. A work-group computes a tile of the result. It walks the depth in slices, of which it
 * brings both operands' tiles to local memory; each work-item has a block of the result in registers. All sizes but
 * {@code parts} are powers of two.
 *
 * @param rows of a tile
 * @param columns of a tile
 * @param depth of a slice
 * @param blockRows rows of the block of a work-item
 * @param blockColumns columns of the block of a work-item
 * @param parts into which the depth is cut; more than one are added by a second task, in order
 */
public record Tiling(int rows, int columns, int depth, int blockRows, int blockColumns, int parts) {

    /**
     * Elements between the rows of a tile in local memory, beside their own: neighbours in depth then lie in different
     * banks, and blocks of four stay aligned for loads of four at once.
     */
    public static final int PADDING = 4;

    /** Slices in local memory: while one is multiplied, the next is stored beside it. */
    public static final int BUFFERS = 2;

    /** Of a slice. */
    public static final int LARGEST_DEPTH = 16;

    private static final int SMALLEST_TILE = 4;
    private static final int SMALLEST_GROUP = 8;
    private static final int LARGEST_TILE = 128;
    private static final int LARGEST_SIDE_OF_BLOCK = 8;
    private static final int MOST_PARTS = 64;

    /**
     * Refuses what no kernel can be written for.
     *
     * @throws IllegalArgumentException if a size is not a power of two, a tile has fewer than two blocks in a row or column,
     *     there are fewer work-items than eight or than depths of a slice, or more than elements of a tile
     */
    public Tiling {
        for (var size : List.of(rows, columns, depth, blockRows, blockColumns)) {
            if (Integer.bitCount(size) != 1 || size < 0) {
                throw new IllegalArgumentException(size + " is not a power of two");
            }
        }
        if (parts < 1 || !loads(rows, columns, depth, blockRows, blockColumns)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "no work-group can share tiles of %d × %d × %d with blocks of %d × %d in %d parts",
                    rows,
                    columns,
                    depth,
                    blockRows,
                    blockColumns,
                    parts));
        }
    }

    /** Each work-item keeps its depth where that is the row of the operand, and loads one element of each tile at least. */
    private static boolean loads(int rows, int columns, int depth, int blockRows, int blockColumns) {
        var items = rows / blockRows * (columns / blockColumns);
        return rows > blockRows
                && columns > blockColumns
                && items >= Math.max(SMALLEST_GROUP, depth)
                && items <= depth * Math.min(rows, columns);
    }

    /** Work-items of a group. */
    public int items() {
        return rowsOfItems() * columnsOfItems();
    }

    int rowsOfItems() {
        return rows / blockRows;
    }

    public int columnsOfItems() {
        return columns / blockColumns;
    }

    /** Bytes of local memory of a group. */
    public int localBytes() {
        return BUFFERS * Float.BYTES * depth * (rows + columns + 2 * PADDING);
    }

    /** Whether a device can run it. */
    public boolean fits(DeviceTraits traits) {
        return traits.localMemory() && items() <= traits.workGroup() && localBytes() <= traits.localBytes();
    }

    /** Work-groups for one of a product's groups and one part of the depth. */
    public long tiles(GemmShape product) {
        return Math.ceilDiv(product.rows(), (long) rows) * Math.ceilDiv(product.columns(), columns);
    }

    /** Depth of a part in the largest step, whole slices. */
    public long depthOfPart(long wholeDepth) {
        return Math.ceilDiv(Math.ceilDiv(wholeDepth, (long) parts), (long) depth) * depth;
    }

    /** Whether it adds up every element of the result in the same order: then it gives the same bits. */
    boolean sumsAs(Tiling other, GemmShape product) {
        return parts == other.parts
                && (parts == 1 || depthOfPart(product.depth()) == other.depthOfPart(product.depth()));
    }

    /**
     * All that make sense for a product on a device, the likely best first; none if the device has no local memory, or groups
     * of fewer than eight.
     */
    public static List<Tiling> candidates(GemmShape product, DeviceTraits traits) {
        return all(product, traits)
                .sorted(Comparator.comparingDouble(tiling -> TilingCost.of(tiling, product)))
                .toList();
    }

    /**
     * The first of {@link #candidates}.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Tiling likelyBest(GemmShape product, DeviceTraits traits) {
        return all(product, traits)
                .min(Comparator.comparingDouble(tiling -> TilingCost.of(tiling, product)))
                .orElseThrow(() -> new IllegalArgumentException("no tiling fits " + traits));
    }

    private static Stream<Tiling> all(GemmShape product, DeviceTraits traits) {
        return sizes(SMALLEST_TILE, largest(product.rows(), LARGEST_TILE))
                .flatMap(rows -> sizes(SMALLEST_TILE, largest(product.columns(), LARGEST_TILE))
                        .flatMap(columns -> sizes(SMALLEST_TILE, largest(product.depth(), LARGEST_DEPTH))
                                .flatMap(depth -> blocks(rows, columns, depth)))
                        .filter(tiling -> tiling.fits(traits))
                        .flatMap(tiling -> tiling.inParts(product)));
    }

    private static Stream<Tiling> blocks(int rows, int columns, int depth) {
        return sizes(1, LARGEST_SIDE_OF_BLOCK)
                .flatMap(blockRows -> sizes(1, LARGEST_SIDE_OF_BLOCK)
                        .filter(blockColumns -> loads(rows, columns, depth, blockRows, blockColumns))
                        .map(blockColumns -> new Tiling(rows, columns, depth, blockRows, blockColumns, 1)));
    }

    /** With more parts as long as none is empty; their numbers are such that they also divide windows of 3 × 3 evenly. */
    private Stream<Tiling> inParts(GemmShape product) {
        return Stream.of(1, 3, 9)
                .flatMap(odd -> sizes(1, MOST_PARTS / odd).map(power -> odd * power))
                .map(number -> new Tiling(rows, columns, depth, blockRows, blockColumns, number))
                .filter(tiling -> tiling.depthOfPart(product.depth()) * (tiling.parts() - 1) < product.depth());
    }

    /** The powers of two from one to another. */
    private static Stream<Integer> sizes(int from, int to) {
        return Stream.iterate(from, size -> size <= to, size -> size * 2);
    }

    private static int largest(long extent, int limit) {
        return Math.max(SMALLEST_TILE, WorkGroupReduction.powerOfTwo(Math.min(extent, limit)));
    }
}
