package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes products for a GPU as a {@link Tiling} says. What a work-group loads from the device's memory is used by all its
 * work-items, and what a work-item loads from local memory is used for a whole row or column of its block.
 *
 * @param gemm what is computed
 * @param target where it goes
 * @param tiling how it is cut up
 * @param shape the product's extents in the largest step
 * @param scratch where the parts go; null if there is one
 */
public record TileKernels(
        Gemm gemm,
        GemmKernels.Target target,
        Tiling tiling,
        GemmShape shape,
        @Nullable Place scratch) {

    /** Floats that a GPU loads at once. */
    private static final int VECTOR = 4;

    static List<GeneratedKernel> of(Gemm gemm, GemmKernels.Target target, Emission emission) {
        var shape = GemmKernels.shape(gemm, target, emission.capacity());
        var tiling = emission.tiling(shape);
        if (!tiling.fits(emission.traits())) {
            throw new IllegalArgumentException(tiling + " does not fit " + emission.traits());
        }
        var scratch = GemmKernels.scratch(target, tiling.parts(), shape.elements(), emission);
        var kernel = new TileKernels(gemm, target, tiling, shape, scratch).task(emission);
        return GemmKernels.tasks(kernel, gemm, target, scratch, tiling.parts(), emission);
    }

    /** A product without the task that adds the parts, which takes the same time with every tiling of so many. */
    public static GeneratedKernel alone(
            Gemm gemm, GemmKernels.Target target, GemmShape shape, Tiling tiling, Emission emission) {
        var scratch = tiling.parts() > 1 ? emission.scratch(shape.elements() * tiling.parts()) : null;
        return new TileKernels(gemm, target, tiling, shape, scratch).task(emission);
    }

    private GeneratedKernel task(Emission emission) {
        var comment = String.format(
                Locale.ROOT,
                "%s × %d, depth %s%s; tiles of %d × %d × %d, %d × %d a work-item.",
                gemm.rows().text(),
                gemm.columns(),
                gemm.depth().text(),
                tiling.parts() > 1 ? " in " + tiling.parts() + " parts" : "",
                tiling.rows(),
                tiling.columns(),
                tiling.depth(),
                tiling.blockRows(),
                tiling.blockColumns());
        var grid = new Grid(
                Math.toIntExact(
                        tiling.tiles(shape) * tiling.items() * gemm.matrices().most(emission.capacity())),
                tiling.parts(),
                gemm.groups(),
                tiling.items(),
                1);
        return new GeneratedKernel(
                emission.name(target.origin(), target.what()), comment, target.origin(), grid, body());
    }

    private String body() {
        var text = new JavaText();
        indices(text);
        var left = TileLoad.left(gemm, tiling);
        var right = TileLoad.right(gemm, tiling);
        text.line(String.format(
                        Locale.ROOT,
                        "int itemRow = %s * %d;",
                        TileOperand.quotient("local", tiling.columnsOfItems()),
                        tiling.blockRows()))
                .line(String.format(
                        Locale.ROOT,
                        "int itemColumn = %s * %d;",
                        TileOperand.remainder("local", tiling.columnsOfItems()),
                        vector()));
        left.prepare(text);
        right.prepare(text);
        for (var r = 0; r < tiling.blockRows(); r++) {
            for (var c = 0; c < tiling.blockColumns(); c++) {
                text.line("float sum" + r + c + " = 0f;");
            }
        }
        walk(text, left, right);
        results(text);
        return text.toString();
    }

    private void indices(JavaText text) {
        if (gemm.rows().perSample()
                || gemm.depth().perSample()
                || gemm.matrices().perSample()) {
            text.line(Emission.COUNT);
        }
        if (gemm.depth().perSample()) {
            text.line("int depth = " + gemm.depth().text() + ";");
        }
        if (tiling.parts() > 1) {
            text.line("int part = context.globalIdy;");
        }
        if (gemm.groups() > 1) {
            text.line("int group = context.globalIdz;");
        }
        var columnTiles = Math.ceilDiv(gemm.columns(), tiling.columns());
        text.line("int local = context.localIdx;");
        var tile = "context.groupIdx";
        if (gemm.severalMatrices()) {
            var tiles = Math.toIntExact(tiling.tiles(shape));
            text.line("int matrix = " + TileOperand.quotient(tile, tiles) + ";")
                    .line("int tile = " + TileOperand.remainder(tile, tiles) + ";");
            tile = "tile";
        }
        text.line(String.format(
                        Locale.ROOT, "int tileRow = %s * %d;", TileOperand.quotient(tile, columnTiles), tiling.rows()))
                .line(String.format(
                        Locale.ROOT,
                        "int tileColumn = %s * %d;",
                        TileOperand.remainder(tile, columnTiles),
                        tiling.columns()));
    }

    /**
     * All work-items of a group go the same way, since they meet at barriers. While a slice is multiplied the next one is
     * under way: it is loaded before, and stored after, where nobody reads. With the last slice it is loaded once more,
     * since a condition around the loads would cost more.
     */
    private void walk(JavaText text, TileLoad left, TileLoad right) {
        var depth = gemm.depth().perSample() ? "depth" : gemm.depth().text();
        var from = "0";
        var end = depth;
        if (tiling.parts() > 1) {
            var size = tiling.depthOfPart(shape.depth());
            from = "part * " + size;
            end = !gemm.depth().perSample() && size * tiling.parts() == shape.depth()
                    ? "(part + 1) * " + size
                    : String.format(Locale.ROOT, "TornadoMath.min((part + 1) * %d, %s)", size, depth);
        }
        // A tile beyond the samples of this step has nothing to walk; what it writes nobody reads.
        if (gemm.rows().perSample()) {
            end = "tileRow < %s ? %s : 0".formatted(gemm.rows().text(), end);
        } else if (gemm.matrices().perSample()) {
            end = "matrix < %s ? %s : 0".formatted(gemm.matrices().text(), end);
        }
        text.line("int end = " + end + ";").line("int first = " + from + ";");
        text.open("if (first < end)");
        load(text, left, right, "first");
        store(text, left, right, stage("first"));
        text.close().line("context.localBarrier();");
        text.open("for (int slice = first; slice < end; slice += " + tiling.depth() + ")");
        if (slices() > 1) {
            text.line(String.format(
                    Locale.ROOT, "int next = slice + %d < end ? slice + %d : slice;", tiling.depth(), tiling.depth()));
            load(text, left, right, "next");
            multiply(text, left, right);
            store(text, left, right, tiling.depth() + " - stage");
            text.line("context.localBarrier();");
        } else {
            multiply(text, left, right);
        }
        text.close();
    }

    /** Slices of a part in the largest step. */
    private long slices() {
        return Math.ceilDiv(tiling.depthOfPart(shape.depth()), (long) tiling.depth());
    }

    /** Where the slice lies in local memory: slices take turns. */
    private String stage(String slice) {
        return slice + " & " + tiling.depth();
    }

    private static void load(JavaText text, TileLoad left, TileLoad right, String slice) {
        left.load(text, slice);
        right.load(text, slice);
    }

    private static void store(JavaText text, TileLoad left, TileLoad right, String stage) {
        left.store(text, stage);
        right.store(text, stage);
    }

    /**
     * Without a loop over the slice: only then every place in local memory is a constant away from the work-item's own, and
     * compilers see that four neighbours can be loaded at once.
     */
    private void multiply(JavaText text, TileLoad left, TileLoad right) {
        text.line("int stage = " + stage("slice") + ";");
        left.begin(text, "itemRow", "stage");
        right.begin(text, "itemColumn", "stage");
        for (var k = 0; k < tiling.depth(); k++) {
            for (var r = 0; r < tiling.blockRows(); r++) {
                text.line(String.format(Locale.ROOT, "float a%d_%d = %s;", k, r, left.get(k, r)));
            }
            for (var c = 0; c < tiling.blockColumns(); c++) {
                text.line(String.format(Locale.ROOT, "float b%d_%d = %s;", k, c, right.get(k, column(c))));
            }
            for (var r = 0; r < tiling.blockRows(); r++) {
                for (var c = 0; c < tiling.blockColumns(); c++) {
                    text.line(
                            String.format(Locale.ROOT, "sum%d%d = sum%d%d + a%d_%d * b%d_%d;", r, c, r, c, k, r, k, c));
                }
            }
        }
    }

    /** Neighbouring columns of a work-item. */
    private int vector() {
        return Math.min(VECTOR, tiling.blockColumns());
    }

    /**
     * Where a column of a work-item's block lies, seen from its first. Neighbouring work-items take neighbouring vectors, so
     * that together they load from all banks of local memory.
     */
    private int column(int c) {
        return c / vector() * vector() * tiling.columnsOfItems() + c % vector();
    }

    private void results(JavaText text) {
        for (var r = 0; r < tiling.blockRows(); r++) {
            text.line(String.format(Locale.ROOT, "int row%d = tileRow + %s;", r, TileOperand.plus("itemRow", r)));
        }
        var allRows = gemm.rows().multipleOf(tiling.rows());
        var tilesOfSamples = allRows && gemm.rows().perSample();
        if (tilesOfSamples) {
            text.open("if (tileRow < " + gemm.rows().text() + ")");
        }
        var allColumns = gemm.columns() % tiling.columns() == 0;
        for (var c = 0; c < tiling.blockColumns(); c++) {
            text.line(String.format(
                    Locale.ROOT, "int column%d = tileColumn + %s;", c, TileOperand.plus("itemColumn", column(c))));
            if (!allColumns) {
                text.open("if (column" + c + " < " + gemm.columns() + ")");
            }
            for (var r = 0; r < tiling.blockRows(); r++) {
                if (!allRows) {
                    text.open("if (row" + r + " < " + gemm.rows().text() + ")");
                }
                writeResult(text, r, c);
                if (!allRows) {
                    text.close();
                }
            }
            if (!allColumns) {
                text.close();
            }
        }
        if (tilesOfSamples) {
            text.close();
        }
    }

    private void writeResult(JavaText text, int r, int c) {
        var index = gemm.result(r, c);
        var sum = "sum" + r + c;
        if (scratch == null) {
            target.write(text, index, sum, gemm.channel(c));
        } else {
            text.line(scratch.set("part * " + shape.elements() + " + " + index, sum));
        }
    }
}
