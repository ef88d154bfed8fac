package dev.updraft.cli.output;

import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.data.Progress;
import java.util.Locale;

/** Tells people how far a download or the decoding of images has come; the line is gone when it is done. */
final class ReadingText implements Progress {
    private final Terminal terminal;
    private final LiveLine live;
    private String announced = "";

    ReadingText(Terminal terminal, LiveLine live) {
        this.terminal = terminal;
        this.live = live;
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
        } else {
            live.show(() -> line(Printable.line(what), done, total, unit));
        }
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
        };
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
