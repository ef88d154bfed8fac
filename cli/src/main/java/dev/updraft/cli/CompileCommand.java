package dev.updraft.cli;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.dump.Dump;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "compile", description = "Print what a model becomes on its way to an engine.")
final class CompileCommand extends Subcommand {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--emit",
            paramLabel = "STAGE",
            required = true,
            description = "layers; ops: the operations they are; program: operations as an engine runs them.")
    private @Nullable Stage stage;

    /** A stage of the compiler, by the name that users give. */
    enum Stage {
        layers,
        ops,
        program
    }

    CompileCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var graph = model.check(say);
        var wanted = Objects.requireNonNull(stage, "picocli asks for it");
        var text = switch (wanted) {
            case layers -> Dump.layers(graph);
            case ops -> Dump.ops(Compiler.lower(graph));
            case program -> Dump.program(Compiler.lower(graph));
        };
        say.result(text, Map.of("model", graph.name(), "stage", wanted.name(), "text", text));
    }
}
