package dev.updraft.cli.commands;

import dev.updraft.cli.output.Terminal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "gpu",
        description = "Set up this machine for running models on a GPU.",
        synopsisSubcommandLabel = "COMMAND")
public final class GpuCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    boolean help;

    public GpuCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Without a subcommand. */
    @Override
    public void run() {
        Objects.requireNonNull(spec, "picocli sets it").commandLine().usage(terminal.out());
    }
}
