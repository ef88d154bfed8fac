package dev.updraft.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.updraft.cli.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A command that has run, with what it said. */
public record CommandRun(int status, String out, String err) {

    /** As from a script: output goes to a file. */
    public static CommandRun of(String... arguments) {
        return run(0, arguments);
    }

    /** As from a window of 100 columns. */
    static CommandRun atTerminal(String... arguments) {
        return run(100, arguments);
    }

    private static CommandRun run(int columns, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), columns, columns > 0);
        var status = UpdraftCommand.run(terminal, arguments);
        terminal.out().flush();
        terminal.err().flush();
        return new CommandRun(status, out.toString(), err.toString());
    }

    /** The lines of {@code --json}, each of which must be an object. */
    List<Event> events() {
        return out.lines().map(CommandRun::parse).toList();
    }

    Event lastEvent() {
        return events().getLast();
    }

    private static Event parse(String line) {
        try {
            return new Event(JSON.std.mapFrom(line));
        } catch (IOException e) {
            throw new AssertionError("not a JSON object: " + line, e);
        }
    }

    /** A line of {@code --json}. */
    record Event(Map<String, Object> fields) {
        String name() {
            return text("event");
        }

        String text(String field) {
            return (String) Objects.requireNonNull(fields.get(field), field);
        }

        double number(String field) {
            return ((Number) Objects.requireNonNull(fields.get(field), field)).doubleValue();
        }

        List<?> list(String field) {
            return (List<?>) Objects.requireNonNull(fields.get(field), field);
        }
    }
}
