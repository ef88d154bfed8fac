package dev.updraft.cli.options;

import dev.updraft.CompileException;
import dev.updraft.CompiledModel;
import dev.updraft.Updraft;
import dev.updraft.cli.output.Output;
import dev.updraft.compiler.dump.Architecture;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.internal.ModelWeights;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which weights, for commands that cannot do without. */
public final class WeightsOption {
    @Option(
            names = "--weights",
            paramLabel = "FILE.safetensors",
            required = true,
            description = "Weights file written by `updraft train`.")
    private @Nullable Path file;

    public Path file() {
        return Objects.requireNonNull(file, "picocli asks for it");
    }

    /**
     * Warns if the file was edited since the weights were trained, so that it computes something else with them although they
     * fit.
     */
    public void warnOfEdits(CompiledModel compiled, Output say) {
        difference(compiled)
                .ifPresent(difference ->
                        say.warning(file() + ": the weights were trained with another network than " + compiled.name()
                                + " is now, which computes something else with them; the first difference:\n  there: "
                                + difference.first() + "\n  here:  " + difference.second()
                                + "\n  undo the edit, or train the model again"));
    }

    private Optional<Architecture.Difference> difference(CompiledModel compiled) {
        try (var weights = SafetensorsFile.open(file())) {
            return ModelWeights.holdsModel(weights)
                    ? Architecture.difference(Updraft.compiled(file()).layers(), compiled.layers())
                    : Optional.empty();
        } catch (CompileException _) {
            return Optional
                    .empty(); // A model that this version does not understand; its weights fit, more cannot be told.
        }
    }
}
