package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.compiler.ops.Window;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A word with a bit for each place of a window, 1 where what lies under it is inside of the image. It is made once for an
 * outer index, before the walk; in the walk one instruction asks for an element, and answers no beyond the window's end.
 *
 * @param window the window
 * @param channels numbers under each of its places
 * @param rows by row of the window, what is negative where it is inside; nothing where it always is
 * @param columns by column of the window, the same
 */
record WindowBits(Window window, int channels, IntFunction<List<String>> rows, IntFunction<List<String>> columns) {

    /** Whether a word has room, also for what the last slice has beyond the window. */
    private boolean fit() {
        var most = (long) window.height() * window.width() * channels + Tiling.LARGEST_DEPTH;
        return most <= (long) Integer.SIZE * channels;
    }

    /** Whether the word is there to be asked: elements may be outside, and there is room for all bits. */
    boolean asked() {
        return fit() && !(rows.apply(0).isEmpty() && columns.apply(0).isEmpty());
    }

    /** Declares the word. */
    void declare(JavaText text, String name) {
        var width = window.width();
        var wholeRow = (1L << width) - 1;
        var inRows = bits(rows, window.height(), i -> wholeRow << (i * width));
        var inColumns = bits(columns, width, j -> 1L << j);
        var everyRow = IntStream.range(0, window.height())
                .mapToLong(i -> 1L << (i * width))
                .sum();
        var repeated =
                inColumns.isEmpty() || window.height() == 1 ? inColumns : "(" + inColumns + ") * " + (int) everyRow;
        text.line("int " + name + " = "
                + (inRows.isEmpty() ? repeated : repeated.isEmpty() ? inRows : "(" + inRows + ") & (" + repeated + ")")
                + ";");
    }

    /** The sign of all conditions of a row or column, spread over its bits; written without branches. */
    private static String bits(IntFunction<List<String>> conditions, int number, IntFunction<Long> bits) {
        return conditions.apply(0).isEmpty()
                ? ""
                : IntStream.range(0, number)
                        .mapToObj(place -> "(" + String.join(" & ", conditions.apply(place)) + ") >> 31 & "
                                + bits.apply(place).intValue())
                        .collect(Collectors.joining(" | "));
    }

    /** Declares the bit of a depth. */
    void declareBit(JavaText text, String name, String depth) {
        text.line("int " + name + " = 1 << " + TileOperand.quotient(depth, channels) + ";");
    }
}
