package dev.updraft.cli.options;

import java.nio.file.Path;
import java.util.Objects;
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
}
