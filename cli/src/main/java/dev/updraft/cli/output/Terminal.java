package dev.updraft.cli.output;

import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.files.FileProblem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes.
 *
 * @param out answers
 * @param err mistakes and notes
 * @param columns width of the window that {@code out} is, or 0 where it is a file, a pipe, or cannot write over a line
 * @param colour whether ANSI colours are welcome on {@code out}
 * @param errColour whether they are on {@code err}
 */
public record Terminal(PrintWriter out, PrintWriter err, int columns, boolean colour, boolean errColour) {

    /** Set by the script that starts Java, as Java cannot ask: the width of the window, if there is one. */
    private static final String COLUMNS = "updraft.columns";

    /** Set by the script where standard error is no window. */
    private static final String PLAIN_ERRORS = "updraft.plain.errors";

    public Terminal(PrintWriter out, PrintWriter err, int columns, boolean colour) {
        this(out, err, columns, colour, colour);
    }

    /** The process's own streams, in UTF-8. */
    public static Terminal system() {
        return of(
                new StreamWriter(new FileOutputStream(FileDescriptor.out)),
                new StreamWriter(new FileOutputStream(FileDescriptor.err)),
                Integer.getInteger(COLUMNS, 0),
                Boolean.getBoolean(PLAIN_ERRORS),
                System.getenv());
    }

    /** Honours {@code NO_COLOR} (no-color.org), and {@code TERM} where it says that a window can do no more than show text. */
    public static Terminal of(
            PrintWriter out, PrintWriter err, int columns, boolean plainErrors, Map<String, String> environment) {
        var term = environment.getOrDefault("TERM", "");
        var width = term.isEmpty() || term.equals("dumb") ? 0 : Math.max(0, columns);
        var colour = width > 0 && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(out, err, width, colour, colour && !plainErrors);
    }

    /** Whether a person is watching, so that a line may be written over. */
    public boolean interactive() {
        return columns > 0;
    }

    /**
     * Writes a line of a file.
     *
     * @throws OutputLost if answers can no longer be written
     */
    void line(String text) {
        out.print((interactive() ? Printable.lines(text) : text) + "\n");
        if (failed(out)) {
            throw new OutputLost();
        }
    }

    /** @throws OutputLost if answers can no longer be written */
    void requireOut() {
        if (failure(out) != null) {
            throw new OutputLost();
        }
    }

    /**
     * Whether all that was printed has arrived; if not, that is said.
     *
     * @param status of the command so far
     * @return the status to end with
     */
    public int finish(int status) {
        var lost = failure(out);
        var closedPipe = lost != null && StreamWriter.isClosedPipe(lost);
        if (lost != null && !closedPipe) {
            new TextOutput(this, true).error("standard output: " + FileProblem.reason(lost));
        }
        if (status != ExitStatus.SUCCESS) {
            return status;
        }
        if (lost == null) {
            var lostErr = failure(err);
            return lostErr == null || StreamWriter.isClosed(lostErr) ? status : ExitStatus.USER_MISTAKE;
        }
        return closedPipe ? ExitStatus.CLOSED_PIPE : ExitStatus.USER_MISTAKE;
    }

    /** Whether the lines so far were lost, as far as that is known without waiting for them. */
    private static boolean failed(PrintWriter writer) {
        return writer instanceof StreamWriter stream && stream.hasFailed();
    }

    private static @Nullable IOException failure(PrintWriter writer) {
        return writer instanceof StreamWriter stream ? stream.failure() : null;
    }
}
