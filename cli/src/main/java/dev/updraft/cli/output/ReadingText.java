package dev.updraft.cli.output;

import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.data.Progress;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells people how far a download, the decoding of images or a table has come; the line is gone when it is done. */
final class ReadingText implements Progress {
    private static final long SLOW_NANOS = 1_000_000_000;

    private final Terminal terminal;
    private final LiveLine live;
    private final LongSupplier nanoTime;
    private String announced = "";
    /** The table that is being read, and since when. */
    private String reading = "";

    private long readingSince;

    ReadingText(Terminal terminal, LiveLine live, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.live = live;
        this.nanoTime = nanoTime;
    }

    @Override
    public void update(String what, long done, long total, Unit unit) {
        if (!terminal.interactive() && unit == Unit.BYTES && !announced.equals(what)) {
            announced = what;
            terminal.err().println("Downloading " + Printable.line(what));
            terminal.err().flush();
        }
        if (done == total) {
            live.clear();
            reading = "";
        } else if (unit != Unit.ROWS || isSlow(what)) {
            live.show(() -> line(Printable.line(what), done, total, unit));
        }
    }

    /** Most tables are read at once: only those that take long are told of. */
    private boolean isSlow(String table) {
        if (!reading.equals(table)) {
            reading = table;
            readingSince = nanoTime.getAsLong();
        }
        return nanoTime.getAsLong() - readingSince >= SLOW_NANOS;
    }

    @Override
    public void notice(String text) {
        live.clear();
        terminal.err().println("note: " + Printable.line(text));
        terminal.err().flush();
    }

    private String line(String what, long done, long total, Unit unit) {
        return switch (unit) {
            case BYTES ->
                "Downloading " + what + " "
                        + (total < 0
                                ? megabytes(done)
                                : ProgressLine.bar(done / 1_000_000, Math.max(1, total / 1_000_000), terminal.colour()))
                        + " MB";
            case IMAGES -> "Reading " + what + " " + ProgressLine.bar(done, total, terminal.colour()) + " images";
            case ROWS -> String.format(Locale.ROOT, "Reading %s %,d rows", what, done);
        };
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
