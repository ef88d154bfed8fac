package dev.updraft.cli.commands;

import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Print a script that completes commands and options in bash and zsh.",
        footer = "%nUse it with: source <(updraft completion)")
public final class CompletionCommand extends Subcommand {
    @Spec
    private @Nullable CommandSpec spec;

    public CompletionCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var root = Objects.requireNonNull(spec, "picocli sets it").root();
        var script = AutoComplete.bash(root.name(), root.commandLine());
        say.result(script, Map.of("script", script));
    }
}
