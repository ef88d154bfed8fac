package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.ops.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes products. Each work-item computes a block of the result in registers, so that every element it loads is used
 * several times. A depth over the samples is cut into parts that are added in order: parts of weight gradients keep a device
 * busy whose result alone has too few elements.
 */
final class ProductKernels {
    private static final int BLOCK_ROWS = 4;
    private static final int BLOCK_COLUMNS = 4;

    /** So many work-items are enough for any device. */
    private static final long ENOUGH_ITEMS = 1 << 15;

    private ProductKernels() {}

    /**
     * What becomes of a product.
     *
     * @param origin the operation
     * @param what name of the task after the layer's
     * @param place where the result goes
     * @param bias one number a column, added; null for none
     * @param relu whether negative elements become 0
     */
    record Target(
            Node origin, String what, Place place, @Nullable Place bias, boolean relu) {
        String finished(String sum, String column) {
            var value = bias == null ? sum : sum + " + " + bias.get(column);
            return relu ? "TornadoMath.max(" + value + ", 0f)" : value;
        }
    }

    static List<Task> of(Product product, Target target, Emission emission) {
        var most = Math.max(1, product.mostRows());
        var rows = product.rows().startsWith("count") ? most * emission.capacity() : most;
        var blockRows = (int) Math.min(BLOCK_ROWS, rows);
        var blockColumns = Math.min(BLOCK_COLUMNS, product.columns());
        var blocks = Math.ceilDiv(rows, blockRows) * Math.ceilDiv(product.columns(), blockColumns);
        var items = blocks * product.groups();
        var parts = product.overSamples()
                ? (int) Math.max(1, Math.min(Math.min(emission.capacity(), 64), ENOUGH_ITEMS / items))
                : 1;
        var elements = rows * product.columns() * product.groups();
        var scratch = parts > 1 ? emission.scratch(elements * parts) : null;
        var block = block(product, target, blockRows, blockColumns, parts, scratch, elements);
        var local = (int) Math.min(emission.traits().workGroup(), Long.highestOneBit(Math.max(1, blocks)));
        var grid = Grid.of(blocks, local);
        var name = emission.name(target.origin, target.what);
        var comment = "%s × %d, depth %d%s, %d × %d a work-item."
                .formatted(
                        product.rows(),
                        product.columns(),
                        product.depth(),
                        product.overSamples() ? " a sample in " + parts + " parts" : "",
                        blockRows,
                        blockColumns);
        var first = new Task(
                name,
                comment,
                target.origin,
                new Grid(grid.globalX(), parts, product.groups(), grid.localX(), 1),
                block);
        return scratch == null
                ? List.of(first)
                : List.of(first, sum(target, scratch, parts, elements, product.groups() * product.columns(), emission));
    }

    private static String block(
            Product product,
            Target target,
            int blockRows,
            int blockColumns,
            int parts,
            @Nullable Place scratch,
            long elements) {
        var columns = product.columns();
        var columnBlocks = Math.ceilDiv(columns, blockColumns);
        var rows = product.rows();
        var text = new JavaText();
        if (rows.startsWith("count") || product.overSamples()) {
            text.line(Emission.COUNT);
        }
        if (product.overSamples()) {
            text.line("int part = " + (parts > 1 ? "context.globalIdy;" : "0;"));
        }
        if (product.groups() > 1) {
            text.line("int group = context.globalIdz;");
        }
        text.line("int rows = " + rows + ";")
                .line("int row0 = context.globalIdx / " + columnBlocks + " * " + blockRows + ";")
                .line("int column0 = context.globalIdx % " + columnBlocks + " * " + blockColumns + ";")
                .open("if (row0 < rows)");
        for (var r = 0; r < blockRows; r++) {
            if (r > 0) {
                text.line(
                        mayExceed(rows, r, blockRows)
                                ? "int row%d = row0 + %d < rows ? row0 + %d : row0;".formatted(r, r, r)
                                : "int row%d = row0 + %d;".formatted(r, r));
            }
            product.row(text, r);
        }
        for (var c = 1; c < blockColumns; c++) {
            text.line(
                    mayExceed(Integer.toString(columns), c, blockColumns)
                            ? "int column%d = column0 + %d < %d ? column0 + %d : column0;".formatted(c, c, columns, c)
                            : "int column%d = column0 + %d;".formatted(c, c));
        }
        for (var r = 0; r < blockRows; r++) {
            for (var c = 0; c < blockColumns; c++) {
                text.line("float sum" + r + c + " = 0f;");
            }
        }
        var open = product.walk(text, blockRows, parts);
        for (var r = 0; r < blockRows; r++) {
            text.line("float a" + r + " = " + product.left(r) + ";");
        }
        for (var c = 0; c < blockColumns; c++) {
            text.line("float b" + c + " = " + product.right(c) + ";");
        }
        for (var r = 0; r < blockRows; r++) {
            for (var c = 0; c < blockColumns; c++) {
                text.line("sum%d%d = sum%d%d + a%d * b%d;".formatted(r, c, r, c, r, c));
            }
        }
        for (var i = 0; i < open; i++) {
            text.close();
        }
        // Rows and columns beyond the edge were walked as row 0 and column 0 of the block: same place, same value.
        for (var r = 0; r < blockRows; r++) {
            for (var c = 0; c < blockColumns; c++) {
                var index = product.result(r, c);
                var column = product.groups() == 1 ? "column" + c : "group * " + columns + " + column" + c;
                text.line(
                        scratch == null
                                ? target.place.set(index, target.finished("sum" + r + c, column))
                                : scratch.set("part * " + elements + " + " + index, "sum" + r + c));
            }
        }
        return text.close().toString();
    }

    /**
     * Whether the place {@code i} of a block may lie beyond the edge. TornadoVM cannot compile a condition that its compiler
     * finds out to be constant, so what is known is not asked.
     */
    private static boolean mayExceed(String extent, int i, int block) {
        return extent.startsWith("count")
                || (Integer.parseInt(extent) % block != 0 && i >= Integer.parseInt(extent) % block);
    }

    private static Task sum(Target target, Place scratch, int parts, long elements, int columns, Emission emission) {
        var text = new JavaText()
                .line("int index = context.globalIdx;")
                .open("if (index < " + elements + ")")
                .line("float sum = 0f;")
                .open("for (int part = 0; part < " + parts + "; part++)")
                .line("sum = sum + " + scratch.get("part * " + elements + " + index") + ";")
                .close()
                .line(target.place.set("index", target.finished("sum", "index % " + columns)))
                .close();
        return new Task(
                emission.name(target.origin, target.what + "_sum"),
                "Adds the parts.",
                target.origin,
                Grid.of(elements, emission.traits().workGroup()),
                text.toString());
    }
}
