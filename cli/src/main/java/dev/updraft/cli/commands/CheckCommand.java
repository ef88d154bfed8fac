package dev.updraft.cli.commands;

import dev.updraft.cli.options.ModelArguments;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "check", description = "Check a model: names, arguments, types and shapes.")
public final class CheckCommand extends Subcommand {
    @Mixin
    private ModelArguments model = new ModelArguments();

    public CheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var checked = model.check(say);
        say.result(
                "%s: model %s has no errors".formatted(model.file(), checked.name()),
                Map.of("file", model.file().toString(), "model", checked.name()));
    }
}
