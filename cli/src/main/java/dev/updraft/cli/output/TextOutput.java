package dev.updraft.cli.output;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.compiler.diagnostics.render.TerminalRenderer;
import dev.updraft.data.Progress;
import dev.updraft.training.TrainingListener;
import java.util.List;
import java.util.Map;

/** Writes for people. */
public final class TextOutput implements Output {
    private final Terminal terminal;
    private final boolean quiet;
    private final LiveLine live;

    public TextOutput(Terminal terminal, boolean quiet) {
        this.terminal = terminal;
        this.quiet = quiet;
        this.live = new LiveLine(terminal, System::nanoTime);
    }

    @Override
    public void note(String text) {
        if (!quiet) {
            live.clear();
            terminal.err().println(Printable.lines(text).stripTrailing());
        }
    }

    @Override
    public void item(String text, String event, Map<String, ?> fields) {
        print(text);
        terminal.requireOut();
    }

    @Override
    public void line(String text) {
        terminal.line(text);
    }

    @Override
    public void result(String text, Map<String, ?> fields) {
        print(text);
    }

    @Override
    public void diagnostics(List<Diagnostic> diagnostics) {
        live.clear();
        var renderer = new TerminalRenderer(terminal.errColour());
        for (var diagnostic : diagnostics) {
            terminal.err().println(renderer.render(diagnostic));
            terminal.err().println();
        }
        terminal.err().flush();
    }

    @Override
    public void warning(String message) {
        complain("\u001B[1;33mwarning\u001B[0m", "warning", message);
    }

    @Override
    public void error(String message) {
        complain("\u001B[1;31merror\u001B[0m", "error", message);
    }

    /** Lines of a list that belongs to a message are indented; all other ends of lines are out of files. */
    private void complain(String coloured, String plain, String message) {
        live.clear();
        var text = Printable.lines(message.replaceAll("\n(?![ \t])", "\\\\n"));
        terminal.err().println((terminal.errColour() ? coloured : plain) + ": " + text);
        terminal.err().flush();
    }

    @Override
    public TrainingListener training() {
        return quiet ? _ -> {} : new TrainingText(terminal, live, System::nanoTime);
    }

    @Override
    public void explained(int done, int all) {
        if (done == all) {
            live.clear();
        } else if (!quiet) {
            live.show(() -> "Explaining " + ProgressLine.bar(done, all, terminal.colour()) + " rows");
        }
    }

    @Override
    public Progress reading() {
        return quiet ? Progress.NONE : new ReadingText(terminal, live, System::nanoTime);
    }

    private void print(String text) {
        if (!text.isEmpty()) {
            live.print(Printable.lines(text).stripTrailing());
        }
    }
}
