package dev.updraft.cli.commands;

import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.report.Comparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "report", description = "Compare runs: metrics, settings that differ, overlaid curves.")
public final class ReportCommand extends Subcommand {
    @Parameters(
            paramLabel = "DIR",
            arity = "1..*",
            description = "Reports written by `updraft train` or `updraft" + " evaluate`.")
    private List<Path> folders = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Folder for the page, replaced as a whole; `comparison` by default.")
    private Path output = Path.of("comparison");

    public ReportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var page = Comparison.of(folders).save(output);
        say.result("Comparison: " + page, Map.of("runs", folders.size(), "report", page.toString()));
    }
}
