package dev.updraft.maven.output;

import dev.updraft.maven.Sources;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the last build of an execution that succeeded was made from, and what it wrote. A text file: a line with the
 * fingerprint, one for each root, then one for each output with its own fingerprint, its root and its path.
 *
 * @param fingerprint see {@link Sources#fingerprint}; empty if some of the outputs are another execution's now
 * @param outputFolder where it wrote them
 * @param outputs fingerprints of the contents, by place
 */
record BuildState(String fingerprint, OutputFolder outputFolder, Map<OutputFile.Place, String> outputs) {
    private static final String SOURCE = "source";
    private static final String RESOURCE = "resource";
    private static final int HEAD = 4;

    /** Reads a state; nothing if there is none, or none that can be understood. */
    static Optional<BuildState> read(Path file) throws IOException {
        try {
            var lines = Files.readAllLines(file);
            if (lines.size() < HEAD) {
                return Optional.empty();
            }
            var outputs = new LinkedHashMap<OutputFile.Place, String>();
            for (var line : lines.subList(HEAD, lines.size())) {
                var parts = line.split(" ", 3);
                if (parts.length < 3 || leadsOut(parts[2])) {
                    return Optional.empty();
                }
                outputs.put(
                        parts[1].equals(SOURCE) ? new OutputFile.Source(parts[2]) : new OutputFile.Resource(parts[2]),
                        parts[0]);
            }
            var outputFolder = new OutputFolder(Path.of(lines.get(1)), Path.of(lines.get(2)), Path.of(lines.get(3)));
            return Optional.of(new BuildState(lines.getFirst(), outputFolder, outputs));
        } catch (NoSuchFileException | CharacterCodingException | InvalidPathException _) {
            return Optional.empty();
        }
    }

    /** Outputs are deleted by these paths. */
    private static boolean leadsOut(String path) {
        var relative = Path.of(path);
        return relative.isAbsolute() || relative.normalize().startsWith("..");
    }

    /** The same without the outputs that another execution has written since, if there are any. */
    Optional<BuildState> without(Predicate<OutputFile.Place> taken) {
        var left = new LinkedHashMap<>(outputs);
        return left.keySet().removeIf(taken) ? Optional.of(new BuildState("", outputFolder, left)) : Optional.empty();
    }

    /** Writes the state in one go. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var roots = "%s\n%s\n%s\n".formatted(outputFolder.sources(), outputFolder.resources(), outputFolder.classes());
        var lines = outputs.entrySet().stream()
                .map(output -> line(output.getKey(), output.getValue()))
                .collect(Collectors.joining());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, fingerprint + "\n" + roots + lines);
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String line(OutputFile.Place place, String fingerprint) {
        var root = switch (place) {
            case OutputFile.Source _ -> SOURCE;
            case OutputFile.Resource _ -> RESOURCE;
        };
        return "%s %s %s\n".formatted(fingerprint, root, place.path());
    }
}
