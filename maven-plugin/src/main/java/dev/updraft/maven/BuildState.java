package dev.updraft.maven;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the last build that succeeded was made from, and what it wrote. A text file: a line with the fingerprint, then one
 * for each output with its own, its root and its path.
 *
 * @param fingerprint see {@link Sources#fingerprint}
 * @param outputs fingerprints of the contents, by place
 */
record BuildState(String fingerprint, Map<Output.Place, String> outputs) {
    private static final String SOURCE = "source";
    private static final String RESOURCE = "resource";

    /** Reads a state; nothing if there is none, or none that can be understood. */
    static Optional<BuildState> read(Path file) throws IOException {
        try {
            var lines = Files.readAllLines(file);
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            var outputs = new LinkedHashMap<Output.Place, String>();
            for (var line : lines.subList(1, lines.size())) {
                var parts = line.split(" ", 3);
                if (parts.length < 3 || leadsOut(parts[2])) {
                    return Optional.empty();
                }
                outputs.put(
                        parts[1].equals(SOURCE) ? new Output.Source(parts[2]) : new Output.Resource(parts[2]),
                        parts[0]);
            }
            return Optional.of(new BuildState(lines.getFirst(), outputs));
        } catch (NoSuchFileException | CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /** Outputs are deleted by these paths. */
    private static boolean leadsOut(String path) {
        var relative = Path.of(path);
        return relative.isAbsolute() || relative.normalize().startsWith("..");
    }

    /** Writes the state in one go. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var lines = outputs.entrySet().stream()
                .map(output -> line(output.getKey(), output.getValue()))
                .collect(Collectors.joining());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, fingerprint + "\n" + lines);
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String line(Output.Place place, String fingerprint) {
        var root = switch (place) {
            case Output.Source _ -> SOURCE;
            case Output.Resource _ -> RESOURCE;
        };
        return "%s %s %s\n".formatted(fingerprint, root, place.path());
    }
}
