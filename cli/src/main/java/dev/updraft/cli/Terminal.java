package dev.updraft.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes.
 *
 * @param out answers
 * @param err mistakes
 * @param columns width of the window that {@code out} is, or 0 where it is a file or a pipe
 * @param colour whether ANSI colours are welcome
 */
record Terminal(PrintWriter out, PrintWriter err, int columns, boolean colour) {

    /** Set by the script that starts Java, as Java cannot ask: the width of the window, if there is one. */
    private static final String COLUMNS = "updraft.columns";

    /** The process's own streams, in UTF-8. Honours {@code NO_COLOR} (no-color.org). */
    static Terminal system() {
        var columns = Math.max(0, Integer.getInteger(COLUMNS, 0));
        var noColour = System.getenv("NO_COLOR");
        return new Terminal(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                columns,
                columns > 0 && (noColour == null || noColour.isEmpty()));
    }

    /** Whether a person is watching, so that a line may be written over. */
    boolean interactive() {
        return columns > 0;
    }

    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }
}
