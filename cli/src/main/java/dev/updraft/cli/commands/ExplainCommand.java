package dev.updraft.cli.commands;

import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.catalog.ShippedFiles;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Explanation;
import dev.updraft.compiler.reference.Entry;
import dev.updraft.compiler.reference.PlainText;
import dev.updraft.compiler.reference.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "Explain a name of the language or a diagnostic code; without an argument, list both.")
public final class ExplainCommand extends Subcommand {
    /** As wide as text is read with ease, and as a window is of which nothing is known. */
    private static final int WIDEST = 100;

    private static final int USUAL = 80;

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME|CODE",
            completionCandidates = Topics.class,
            description = "conv2d or M0103, for example.")
    private @Nullable String topic;

    public ExplainCommand(Terminal terminal) {
        super(terminal);
        this.terminal = terminal;
    }

    @Override
    void run(Output say) {
        if (topic == null) {
            list(say);
            return;
        }
        var entries = Reference.of(topic.toLowerCase(Locale.ROOT));
        var wanted = topic.toUpperCase(Locale.ROOT);
        var code = Arrays.stream(Code.values())
                .filter(each -> each.name().equals(wanted))
                .findAny();
        if (!entries.isEmpty()) {
            explain(entries, say);
        } else if (code.isPresent()) {
            explain(code.get(), say);
        } else {
            throw unknown(topic);
        }
    }

    private static void list(Output say) {
        for (var entry : Reference.all()) {
            var line = String.format(
                    Locale.ROOT, "%-32s%s (%s)", entry.name(), entry.doc().summary(), entry.kind());
            say.item(
                    line,
                    "name",
                    Map.of(
                            "name",
                            entry.name(),
                            "kind",
                            entry.kind(),
                            "summary",
                            entry.doc().summary()));
        }
        for (var code : Code.values()) {
            say.item(
                    String.format(Locale.ROOT, "%-32s%s", code, code.title()),
                    "code",
                    Map.of("code", code.name(), "title", code.title()));
        }
        say.result("", Map.of("names", Reference.all().size(), "codes", Code.values().length));
    }

    private static void explain(Code code, Output say) {
        var page = Explanation.of(code).page();
        say.result(page, Map.of("code", code.name(), "title", code.title(), "page", page));
    }

    private void explain(List<Entry> entries, Output say) {
        var columns = terminal.interactive() ? Math.min(terminal.columns(), WIDEST) : USUAL;
        var text = new PlainText(columns).of(entries);
        say.result(text, Map.of("entries", entries.stream().map(EntryFields::of).toList()));
    }

    private static UserMistake unknown(String topic) {
        var takers = Reference.takers(topic.toLowerCase(Locale.ROOT));
        if (!takers.isEmpty()) {
            var some = takers.stream().limit(3).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
            return new UserMistake("`" + topic + "` is an argument of " + some + (takers.size() > 3 ? ", …" : "")
                    + "; see `updraft explain " + takers.getFirst() + "`");
        }
        var shipped = ShippedFiles.importOf(topic);
        if (shipped.isPresent()) {
            return new UserMistake("`" + topic + "` is a block that comes with Updraft: write " + shipped.get()
                    + " in the file that uses it; see docs/expressions.md");
        }
        var near = new Topics().nearest(topic);
        return new UserMistake("there is no name or code `" + topic + "`"
                + near.map(name -> "; did you mean `" + name + "`?").orElse("")
                + (near.isPresent() ? " " : "; ") + "`updraft explain` lists all names and codes");
    }
}
