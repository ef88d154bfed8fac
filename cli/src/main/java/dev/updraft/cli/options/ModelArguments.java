package dev.updraft.cli.options;

import dev.updraft.CompileException;
import dev.updraft.CompiledModel;
import dev.updraft.Updraft;
import dev.updraft.cli.output.ModelErrors;
import dev.updraft.cli.output.Output;
import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.LayerGraph;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model. */
public final class ModelArguments {
    @Parameters(paramLabel = "FILE.model", description = "The model.")
    private @Nullable Path file;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Override a model parameter; may be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    public Path file() {
        return Objects.requireNonNull(file, "picocli asks for it");
    }

    /** The folder of the model, which paths in its {@code fit} block are relative to. */
    public Path folder() {
        return Objects.requireNonNullElse(file().getParent(), Path.of(""));
    }

    Map<String, String> parameters() {
        return parameters;
    }

    /**
     * Checks the model; warnings are shown.
     *
     * @throws ModelErrors if it has errors
     */
    public LayerGraph check(Output say) {
        var compilation = Compiler.check(file(), parameters);
        var graph = compilation.graph();
        if (graph == null) {
            throw new ModelErrors(compilation.diagnostics());
        }
        say.diagnostics(compilation.diagnostics());
        return graph;
    }

    /**
     * Checks the model, as {@link #check} does, and makes it ready to run.
     *
     * @throws ModelErrors if it has errors
     */
    public CompiledModel compile(Output say) {
        try {
            var compiled = Updraft.compile(file(), parameters);
            say.diagnostics(compiled.warnings());
            return compiled;
        } catch (CompileException e) {
            throw new ModelErrors(e.diagnostics());
        }
    }
}
