package dev.updraft.cli.options;

import dev.updraft.Model;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.files.Destination;
import dev.updraft.files.FileProblem;
import dev.updraft.weights.WeightsException;
import dev.updraft.weights.internal.ReplaceableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the weights go that a training ends with. */
public final class WeightsOutput {
    @Option(
            names = "--output",
            paramLabel = "FILE.safetensors",
            description = "File to write the weights to; by default named after the model, in the working directory.")
    private @Nullable Path output;

    /**
     * Weights that are written.
     *
     * @param problem why they are not where they were wanted, and where they are; null if they are
     */
    public record Written(Path file, @Nullable String problem) {}

    /** That it can be written is seen before hours of training, not after. */
    public Path target(Path model) {
        var file = output != null
                ? output
                : Path.of(model.getFileName().toString().replaceFirst("\\.model$", "") + ".safetensors");
        if (Files.isDirectory(file)) {
            throw new UserMistake(file + ": is a folder; pass --output the name of a file");
        }
        ReplaceableFile.require(file);
        var folder = folder(file);
        if (folder == null) {
            return file;
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new UserMistake(file + ": cannot be written, as the folder " + folder
                    + (Files.isDirectory(folder) ? " is read-only" : " does not exist")
                    + "; choose another file with --output");
        }
        return file;
    }

    /** What is in the same folder as the weights, or in the working directory if they go nowhere. */
    public static Path beside(Path target, String name) {
        return folder(target) == null ? Path.of(name) : target.resolveSibling(name);
    }

    /** The folder that takes the file; null for a device, which needs none. */
    private static @Nullable Path folder(Path file) {
        try {
            var destination = Destination.of(file);
            return destination instanceof Destination.NullDevice
                    ? null
                    : destination.path().resolveSibling("");
        } catch (IOException e) {
            throw new UserMistake(file + ": cannot be read: " + FileProblem.reason(e));
        }
    }

    /**
     * Writes the weights; if the disk does not take them, to another place, so that training was not for nothing.
     *
     * @throws WeightsException if that cannot be written either
     */
    public static Written write(Model model, Path target) {
        try {
            model.save(target);
            return new Written(target, null);
        } catch (WeightsException e) {
            var elsewhere = elsewhere(target, e);
            model.save(elsewhere);
            return new Written(elsewhere, e.getMessage() + "; they are in " + elsewhere + " instead");
        }
    }

    private static Path elsewhere(Path target, WeightsException problem) {
        try {
            return Files.createTempDirectory("updraft-").resolve(target.getFileName());
        } catch (IOException e) {
            problem.addSuppressed(e);
            throw problem;
        }
    }
}
