package dev.updraft.cli.output;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The last line of a terminal, written over as things move; where nobody watches it shows nothing. */
final class LiveLine {
    private static final long INTERVAL_NANOS = 100_000_000;
    private static final String CLEAR = "\r\u001B[K";
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private long lastShown;
    private boolean shown;

    LiveLine(Terminal terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /** Shows a line in place of the last one, but not more often than an eye can follow. */
    void show(Supplier<String> line) {
        var now = nanoTime.getAsLong();
        if (!terminal.interactive() || (shown && now - lastShown < INTERVAL_NANOS)) {
            return;
        }
        lastShown = now;
        shown = true;
        terminal.out().print(CLEAR + fit(line.get()));
        terminal.out().flush();
    }

    /** Prints a line that stays, in place of the one that moved. */
    void print(String line) {
        clear();
        terminal.out().println(line);
        terminal.out().flush();
    }

    /** Takes away the line that moved. */
    void clear() {
        if (shown) {
            terminal.out().print(CLEAR);
            terminal.out().flush();
            shown = false;
        }
    }

    /** A line that wrapped could not be written over. */
    private String fit(String line) {
        var invisible = COLOUR.matcher(line)
                .results()
                .mapToInt(colour -> colour.group().length())
                .sum();
        var width = terminal.columns() - 1 + invisible;
        return line.length() <= width ? line : line.substring(0, width);
    }
}
