package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.compiler.ops.Node;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.Finish;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.source.Functions;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes products. Each work-item computes a block of the result in registers, so that every element it loads is used
 * several times. A depth over the samples is cut into parts that are added in order: parts of weight gradients keep a device
 * busy whose result alone has too few elements.
 */
public final class GemmKernels {
    private static final int BLOCK_ROWS = 4;
    private static final int BLOCK_COLUMNS = 4;

    /** So many work-items are enough for any device. */
    private static final long ENOUGH_ITEMS = 1 << 15;

    private GemmKernels() {}

    /**
     * What becomes of a product.
     *
     * @param origin the operation
     * @param what name of the task after the layer's
     * @param finish what becomes of the result, its last step
     * @param bias one number a column, added; null for none
     * @param relu whether negative elements become 0
     */
    record Target(
            Node origin,
            String what,
            Finish finish,
            @Nullable Place bias,
            boolean relu) {
        /** The statements that make the result of the sum in the local {@code sum}, and bring it where it goes. */
        void write(JavaText text, String index, String sum, String column) {
            if (bias != null) {
                text.line(sum + " = " + sum + " + " + bias.get(column) + ";");
            }
            if (relu) {
                text.line(sum + " = " + Functions.relu(sum) + ";");
            }
            finish.write(text, index, List.of(sum));
        }
    }

    static List<GeneratedKernel> of(Gemm gemm, Target target, Emission emission) {
        return emission.traits().localMemory()
                ? TileKernels.of(gemm, target, emission)
                : blocks(gemm, target, emission);
    }

    /** In how many parts a product's depth is cut. */
    static int parts(Gemm gemm, Target target, Emission emission) {
        if (emission.traits().localMemory()) {
            return emission.tiling(shape(gemm, target, emission.capacity())).parts();
        }
        var rows = gemm.rows().most(emission.capacity());
        var blocks = Math.ceilDiv(rows, Math.min(BLOCK_ROWS, rows))
                * Math.ceilDiv(gemm.columns(), Math.min(BLOCK_COLUMNS, gemm.columns()));
        var items = blocks * gemm.groups() * gemm.matrices().most(emission.capacity());
        return gemm.depth().perSample()
                ? (int) Math.max(1, Math.min(Math.min(emission.capacity(), 64), ENOUGH_ITEMS / items))
                : 1;
    }

    /** Where the parts go that the first of two tasks leaves; null if there is one task. */
    static @Nullable Place scratch(Target target, int parts, long elements, Emission emission) {
        var kept = emission.parts(target.origin);
        return kept != null ? kept.place() : parts > 1 ? emission.scratch(elements * parts) : null;
    }

    public static GemmShape shape(Gemm gemm, Target target, int capacity) {
        return new GemmShape(
                target.origin.op(),
                gemm.rows().most(capacity),
                gemm.columns(),
                gemm.depth().most(capacity),
                Math.toIntExact(gemm.groups() * gemm.matrices().most(capacity)));
    }

    private static List<GeneratedKernel> blocks(Gemm gemm, Target target, Emission emission) {
        var rows = gemm.rows().most(emission.capacity());
        var blockRows = (int) Math.min(BLOCK_ROWS, rows);
        var blockColumns = Math.min(BLOCK_COLUMNS, gemm.columns());
        var blocks = Math.ceilDiv(rows, blockRows) * Math.ceilDiv(gemm.columns(), blockColumns);
        var matrices = gemm.matrices().most(emission.capacity());
        var parts = parts(gemm, target, emission);
        var elements = rows * gemm.columns() * gemm.groups() * matrices;
        var scratch = scratch(target, parts, elements, emission);
        var block = block(gemm, target, blockRows, blockColumns, parts, scratch, elements);
        var local = (int) Math.min(emission.traits().workGroup(), Long.highestOneBit(Math.max(1, blocks)));
        var grid = Grid.of(blocks * matrices, local);
        var name = emission.name(target.origin, target.what);
        var comment = String.format(
                Locale.ROOT,
                "%s × %d, depth %s%s, %d × %d a work-item.",
                gemm.rows().text(),
                gemm.columns(),
                gemm.depth().text(),
                parts > 1 ? " in " + parts + " parts" : "",
                blockRows,
                blockColumns);
        var first = new GeneratedKernel(
                name, comment, target.origin, new Grid(grid.globalX(), parts, gemm.groups(), grid.localX(), 1), block);
        return tasks(first, gemm, target, scratch, parts, emission);
    }

    private static String block(
            Gemm gemm,
            Target target,
            int blockRows,
            int blockColumns,
            int parts,
            @Nullable Place scratch,
            long elements) {
        var columns = gemm.columns();
        var columnBlocks = Math.ceilDiv(columns, blockColumns);
        var rows = gemm.rows().text();
        var text = new JavaText();
        if (gemm.rows().perSample()
                || gemm.depth().perSample()
                || gemm.matrices().perSample()) {
            text.line(Emission.COUNT);
        }
        if (gemm.depth().perSample()) {
            text.line("int part = " + (parts > 1 ? "context.globalIdy;" : "0;"));
        }
        if (gemm.groups() > 1) {
            text.line("int group = context.globalIdz;");
        }
        // Knowing how many rows there are, TornadoVM's compiler proves conditions of the walk, and then cannot compile
        // them.
        var hidden = gemm.rows().perSample() ? rows : rows + " + control.get(" + Control.ZERO + ")";
        var block = "context.globalIdx";
        if (gemm.severalMatrices()) {
            var blocks = columnBlocks * Math.ceilDiv(gemm.rows().number(), blockRows);
            block = "block";
            text.line("int matrix = context.globalIdx / " + blocks + ";")
                    .line("int block = context.globalIdx % " + blocks + ";");
            hidden = "matrix < " + gemm.matrices().text() + " ? " + hidden + " : 0";
        }
        text.line("int rows = " + hidden + ";")
                .line("int row0 = " + block + " / " + columnBlocks + " * " + blockRows + ";")
                .line("int column0 = " + block + " % " + columnBlocks + " * " + blockColumns + ";")
                .open("if (row0 < rows)");
        for (var r = 0; r < blockRows; r++) {
            if (r > 0) {
                text.line(
                        mayExceed(gemm.rows(), r, blockRows)
                                ? String.format(
                                        Locale.ROOT, "int row%d = row0 + %d < rows ? row0 + %d : row0;", r, r, r)
                                : String.format(Locale.ROOT, "int row%d = row0 + %d;", r, r));
            }
            gemm.row(text, r);
        }
        for (var c = 1; c < blockColumns; c++) {
            text.line(
                    mayExceed(new Gemm.Size(columns, false), c, blockColumns)
                            ? String.format(
                                    Locale.ROOT,
                                    "int column%d = column0 + %d < %d ? column0 + %d : column0;",
                                    c,
                                    c,
                                    columns,
                                    c)
                            : String.format(Locale.ROOT, "int column%d = column0 + %d;", c, c));
        }
        for (var r = 0; r < blockRows; r++) {
            for (var c = 0; c < blockColumns; c++) {
                text.line("float sum" + r + c + " = 0f;");
            }
        }
        var open = gemm.walk(text, blockRows, parts);
        for (var r = 0; r < blockRows; r++) {
            text.line("float a" + r + " = " + gemm.left(r) + ";");
        }
        for (var c = 0; c < blockColumns; c++) {
            text.line("float b" + c + " = " + gemm.right(c) + ";");
        }
        for (var r = 0; r < blockRows; r++) {
            for (var c = 0; c < blockColumns; c++) {
                text.line(String.format(Locale.ROOT, "sum%d%d = sum%d%d + a%d * b%d;", r, c, r, c, r, c));
            }
        }
        for (var i = 0; i < open; i++) {
            text.close();
        }
        // Rows and columns beyond the edge were walked as row 0 and column 0 of the block: same place, same value.
        for (var r = 0; r < blockRows; r++) {
            for (var c = 0; c < blockColumns; c++) {
                var index = gemm.result(r, c);
                if (scratch == null) {
                    target.write(text, index, "sum" + r + c, gemm.channel(c));
                } else {
                    text.line(scratch.set("part * " + elements + " + " + index, "sum" + r + c));
                }
            }
        }
        return text.close().toString();
    }

    /**
     * Whether the place {@code i} of a block may lie beyond the edge. TornadoVM cannot compile a condition that its compiler
     * finds out to be constant, so what is known is not asked.
     */
    private static boolean mayExceed(Gemm.Size extent, int i, int block) {
        return extent.perSample() || (extent.number() % block != 0 && i >= extent.number() % block);
    }

    /** A product's task, and the one that adds its parts, unless whoever reads them does. */
    static List<GeneratedKernel> tasks(
            GeneratedKernel first, Gemm gemm, Target target, @Nullable Place scratch, int parts, Emission emission) {
        return scratch == null || emission.parts(target.origin) != null
                ? List.of(first)
                : List.of(first, sum(gemm, target, scratch, parts, emission));
    }

    /** Adds what each part of the depth gave, in order. */
    private static GeneratedKernel sum(Gemm gemm, Target target, Place scratch, int parts, Emission emission) {
        var columns = gemm.groups() * gemm.columns();
        var elements = gemm.rows().most(emission.capacity())
                * columns
                * gemm.matrices().most(emission.capacity());
        var text = new JavaText();
        if (gemm.rows().perSample() || gemm.matrices().perSample()) {
            text.line(Emission.COUNT);
        }
        var matrices = gemm.severalMatrices() ? gemm.matrices().text() + " * " : "";
        text.line("int index = context.globalIdx;")
                .open("if (index < " + matrices + gemm.rows().text() + " * " + columns + ")")
                .line("float sum = 0f;")
                .open("for (int part = 0; part < " + parts + "; part++)")
                .line("sum = sum + " + scratch.get("part * " + elements + " + index") + ";")
                .close();
        target.write(text, "index", "sum", "index % " + columns);
        text.close();
        return new GeneratedKernel(
                emission.name(target.origin, target.what + "_sum"),
                "Adds the parts.",
                target.origin,
                Grid.of(elements, emission.traits().workGroup()),
                text.toString());
    }
}
