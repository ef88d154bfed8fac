package dev.updraft.engine.cpu.winograd;

import dev.updraft.compiler.ops.Window;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.onednn.DataType;
import dev.updraft.engine.cpu.onednn.OneDnn;
import dev.updraft.engine.cpu.onednn.OneDnnScope;
import dev.updraft.engine.cpu.onednn.PrimitiveTask;
import dev.updraft.engine.cpu.onednn.Relu;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of 3×3 pixels and their gradients, from a quarter of the multiplications. Of 32 to 256 channels of normal random
 * numbers results differ from exact ones by 3 to 11 millionths of the largest, where those of plain sums in float32 differ by 0.6 to 2.
 */
public final class Winograd {
    private static final int TAPS = 3;
    private static final long MATRICES = Transform.POINTS * Transform.POINTS;

    /** With fewer channels transforms take as long as the multiplications that they save. */
    private static final int FEWEST_CHANNELS = 32;

    /** Pixels of tiles for each of the result's. */
    private static final double MOST_WASTE = 1.6;

    /** Of a block's transforms and products: they stay in a cache from one to the other. */
    private static final long BLOCK_BYTES = 1L << 20;

    /** With fewer rows, products go through all weights for too little. */
    private static final long FEWEST_TILES = 64;

    private final OneDnnScope scope;
    private final int workers;

    public Winograd(OneDnnScope scope, int workers) {
        this.scope = scope;
        this.workers = workers;
    }

    /** Channels-last images of a shard. */
    public record Images(Buffer buffer, int[] dims) {
        int channels() {
            return dims[3];
        }
    }

    /** What is added to results, and whether a relu follows. */
    public record Epilogue(@Nullable Buffer bias, boolean relu) {
        public static final Epilogue NONE = new Epilogue(null, false);
    }

    /**
     * Whether it pays.
     *
     * @param dims of the images
     * @param results of the convolution, their extents
     */
    public static boolean pays(Window window, int groups, int[] dims, int[] results) {
        var one = new Tiling(1, results[1], results[2]);
        var pixels = (double) one.count() * Transform.TILE * Transform.TILE;
        return window.height() == TAPS
                && window.width() == TAPS
                && window.strideHeight() == 1
                && window.strideWidth() == 1
                && window.dilationHeight() == 1
                && window.dilationWidth() == 1
                && groups == 1
                && Math.min(dims[3], results[3]) >= FEWEST_CHANNELS
                && pixels <= MOST_WASTE * results[1] * results[2];
    }

    /** Bytes of transformed weights. */
    public static long weightBytes(int channels, int filters) {
        return MATRICES * channels * filters * Float.BYTES;
    }

    /**
     * What transforms weights, whenever they have changed.
     *
     * @param turned whether for the gradient of the image, which is a convolution with the turned filters
     */
    public static CpuTask weights(Buffer source, Buffer target, int channels, int filters, boolean turned) {
        return new WeightsTask(source, target, channels, filters, turned);
    }

    /**
     * A convolution.
     *
     * @param weights as {@link #weights} has made them
     */
    public CpuTask convolution(Images images, Window window, Buffer weights, Images results, Epilogue epilogue) {
        return convolution(images, window.padTop(), window.padLeft(), weights, results, epilogue);
    }

    /**
     * The gradient of a convolution's images.
     *
     * @param weights as {@link #weights} has made them, turned
     */
    public CpuTask imageGradient(Images gradients, Window window, Buffer weights, Images results) {
        var last = TAPS - 1;
        return convolution(gradients, last - window.padTop(), last - window.padLeft(), weights, results, Epilogue.NONE);
    }

    private CpuTask convolution(
            Images images, int padTop, int padLeft, Buffer weights, Images results, Epilogue epilogue) {
        var dims = results.dims();
        var tiling = new Tiling(dims[0], dims[1], dims[2]);
        var tiles = tiles(tiling, images.channels() + results.channels());
        var block = new Blocks(tiles, images.channels(), results.channels());
        return new ConvolutionTask(
                images.buffer(),
                results.buffer(),
                tiling,
                new TileReader(Transform.IMAGE, tiling, images.dims(), padTop, padLeft),
                new TileWriter(tiling, results.channels(), epilogue.bias(), epilogue.relu()),
                block.products(tiles, weights),
                block.products(Math.max(1, tiling.count() % tiles), weights),
                tiles);
    }

    /** The gradient of a convolution's weights. */
    public CpuTask weightGradient(Images images, Window window, Images gradients, Buffer target) {
        var dims = gradients.dims();
        var tiling = new Tiling(dims[0], dims[1], dims[2]);
        var tiles = tiles(tiling, images.channels() + gradients.channels());
        var blocks = new Blocks(tiles, images.channels(), gradients.channels());
        return new WeightGradientTask(
                new WeightGradientTask.Side(
                        images.buffer(),
                        new TileReader(Transform.IMAGE, tiling, images.dims(), window.padTop(), window.padLeft()),
                        images.channels()),
                new WeightGradientTask.Side(
                        gradients.buffer(),
                        new TileReader(Transform.RESULT_GRADIENT, tiling, dims, 0, 0),
                        gradients.channels()),
                tiling,
                tiles,
                blocks.sums(scope.attributes(Relu.NONE)),
                blocks.sums(scope.addingAttributes()),
                target);
    }

    private static int tiles(Tiling tiling, int columns) {
        var most = BLOCK_BYTES / (MATRICES * columns * Float.BYTES);
        return Math.toIntExact(Math.min(tiling.count(), Math.max(FEWEST_TILES, most)));
    }

    /** Multiplies blocks of tiles. */
    private final class Blocks {
        private final int tiles;
        private final int channels;
        private final int filters;

        Blocks(int tiles, int channels, int filters) {
            this.tiles = tiles;
            this.channels = channels;
            this.filters = filters;
        }

        /** Transforms of images times those of weights. */
        MatrixProducts products(int rows, Buffer weights) {
            var left = matrices(rows, channels, false);
            var right = matrices(channels, filters, false);
            var result = matrices(rows, filters, false);
            var builder = builder(left, right, result, scope.attributes(Relu.NONE));
            var transforms = scratch(builder, tiles, channels);
            var products = scratch(builder, tiles, filters);
            return new MatrixProducts(
                    builder.argument(OneDnn.ARG_SRC, left, transforms)
                            .argument(OneDnn.ARG_WEIGHTS, right, weights)
                            .argument(OneDnn.ARG_DST, result, products)
                            .build(),
                    transforms,
                    products);
        }

        /** Transforms of images times those of results' gradients, over all tiles. */
        SumsOfProducts sums(long attributes) {
            var left = matrices(channels, tiles, true);
            var right = matrices(tiles, filters, false);
            var result = matrices(channels, filters, false);
            var builder = builder(left, right, result, attributes);
            var images = scratch(builder, tiles, channels);
            var gradients = scratch(builder, tiles, filters);
            var sums = scratch(builder, channels, filters);
            return new SumsOfProducts(
                    builder.argument(OneDnn.ARG_SRC, left, images)
                            .argument(OneDnn.ARG_WEIGHTS, right, gradients)
                            .argument(OneDnn.ARG_DST, result, sums)
                            .build(),
                    images,
                    gradients,
                    sums);
        }

        private PrimitiveTask.Builder builder(long left, long right, long result, long attributes) {
            var noBias = 0L;
            return new PrimitiveTask.Builder(scope, workers, scope.matMul(left, right, noBias, result, attributes));
        }

        private Buffer scratch(PrimitiveTask.Builder builder, int rows, int columns) {
            return builder.scratch(MATRICES * rows * columns * Float.BYTES);
        }

        private long matrices(int rows, int columns, boolean transposed) {
            var size = (long) rows * columns;
            return scope.layout(
                    DataType.FLOAT32,
                    new long[] {MATRICES, rows, columns},
                    transposed ? new long[] {size, 1, rows} : new long[] {size, columns, 1});
        }
    }

    /** A task that multiplies, and where its operands and results lie. */
    record MatrixProducts(PrimitiveTask task, Buffer transforms, Buffer products) {}

    /** The same of sums over tiles. */
    record SumsOfProducts(PrimitiveTask task, Buffer images, Buffer gradients, Buffer sums) {}
}
