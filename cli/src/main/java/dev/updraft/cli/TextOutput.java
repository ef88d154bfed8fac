package dev.updraft.cli;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.TerminalRenderer;
import dev.updraft.data.Progress;
import dev.updraft.training.TrainingListener;
import java.util.List;
import java.util.Map;

/** Writes for people. */
final class TextOutput implements Output {
    private final Terminal terminal;
    private final boolean quiet;
    private final LiveLine live;

    TextOutput(Terminal terminal, boolean quiet) {
        this.terminal = terminal;
        this.quiet = quiet;
        this.live = new LiveLine(terminal, System::nanoTime);
    }

    @Override
    public void note(String text) {
        if (!quiet) {
            print(text);
        }
    }

    @Override
    public void item(String text, String event, Map<String, ?> fields) {
        print(text);
    }

    @Override
    public void result(String text, Map<String, ?> fields) {
        print(text);
    }

    @Override
    public void diagnostics(List<Diagnostic> diagnostics) {
        live.clear();
        var renderer = new TerminalRenderer(terminal.colour());
        for (var diagnostic : diagnostics) {
            terminal.err().println(renderer.render(diagnostic));
            terminal.err().println();
        }
        terminal.err().flush();
    }

    @Override
    public void warning(String message) {
        live.clear();
        terminal.err().println(terminal.colour() ? "\u001B[1;33mwarning\u001B[0m: " + message : "warning: " + message);
        terminal.err().flush();
    }

    @Override
    public void error(String message) {
        live.clear();
        terminal.err().println(terminal.colour() ? "\u001B[1;31merror\u001B[0m: " + message : "error: " + message);
        terminal.err().flush();
    }

    @Override
    public TrainingListener training() {
        return quiet ? _ -> {} : new TrainingText(terminal, live, System::nanoTime);
    }

    @Override
    public Progress reading() {
        return quiet ? Progress.NONE : new ReadingText(terminal, live);
    }

    private void print(String text) {
        if (!text.isEmpty()) {
            live.print(text.stripTrailing());
        }
    }
}
