package dev.updraft.maven.output;

import dev.updraft.maven.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes files whose content is new, deletes those that nothing makes any more, and leaves the others alone. A file belongs
 * to the execution that has made it last, and no other deletes it.
 */
public final class IncrementalOutputs {
    private final Path base;
    private final OutputFolder outputFolder;
    private final StateFolder states;
    private final Charset sourceEncoding;

    /**
     * @param base the project's folder: nothing outside is deleted, unless it is in a folder of the destination
     * @param states remember what was written, from one successful build to the next
     * @param sourceEncoding of Java classes
     */
    public IncrementalOutputs(Path base, OutputFolder outputFolder, StateFolder states, Charset sourceEncoding) {
        this.base = base.toAbsolutePath().normalize();
        this.outputFolder = outputFolder.below(this.base);
        this.states = states;
        this.sourceEncoding = sourceEncoding;
    }

    /** What the last build wrote, if it had the same fingerprint, and all of it is still there as it was written. */
    public Optional<Map<OutputFile.Place, String>> upToDate(String fingerprint) throws IOException {
        var state = BuildState.read(states.ownFile());
        if (state.isEmpty()
                || !state.get().fingerprint().equals(fingerprint)
                || !state.get().outputFolder().below(base).equals(outputFolder)) {
            return Optional.empty();
        }
        for (var output : state.get().outputs().entrySet()) {
            if (!isThere(outputFolder.file(output.getKey()), output.getValue())) {
                return Optional.empty();
            }
        }
        return Optional.of(state.get().outputs());
    }

    /**
     * Makes the folders hold these outputs and none of earlier builds.
     *
     * @param fingerprint of what they were made from
     * @param always whether files are written whose content is the same
     * @return the files that were written or deleted
     */
    public Set<Path> write(String fingerprint, List<OutputFile> outputs, boolean always) throws IOException {
        var touched = new LinkedHashSet<Path>();
        var written = new LinkedHashMap<OutputFile.Place, String>();
        for (var outputFile : outputs) {
            var file = outputFolder.file(outputFile.place());
            var bytes = bytes(outputFile);
            var content = InputFingerprint.of(bytes);
            if (always || !isThere(file, content)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.write(file, bytes);
                touched.add(file);
            }
            written.put(outputFile.place(), content);
        }
        takeOver(written);
        var old = BuildState.read(states.ownFile());
        if (old.isPresent()) {
            touched.addAll(deleteAllBut(written, old.get()));
        }
        new BuildState(fingerprint, outputFolder.seenFrom(base), written).write(states.ownFile());
        touched.addAll(deleteAbandoned());
        return touched;
    }

    private byte[] bytes(OutputFile outputFile) {
        return switch (outputFile.place()) {
            case OutputFile.Source _ -> {
                var bytes = outputFile.text().getBytes(sourceEncoding);
                if (!new String(bytes, sourceEncoding).equals(outputFile.text())) {
                    throw new ConfigurationException(
                            "encoding: %s cannot represent all of ASCII, which Java classes are written in; use UTF-8"
                                    .formatted(sourceEncoding));
                }
                yield bytes;
            }
            case OutputFile.Resource _ -> outputFile.text().getBytes(StandardCharsets.UTF_8);
        };
    }

    /** Has other executions forget the files that are this one's now: one of them made them before. */
    private void takeOver(Map<OutputFile.Place, String> written) throws IOException {
        var files = new HashSet<Path>();
        written.keySet().forEach(place -> files.add(outputFolder.file(place)));
        for (var other : states.others()) {
            var state = BuildState.read(other);
            if (state.isPresent()) {
                var theirs = state.get().outputFolder().below(base);
                var left = state.get().without(place -> files.contains(theirs.file(place)));
                if (left.isPresent()) {
                    left.get().write(other);
                }
            }
        }
    }

    /**
     * Deletes what executions have made that there are no more: their files would be compiled with the others.
     *
     * @return the files that were deleted
     */
    public List<Path> deleteAbandoned() throws IOException {
        var deleted = new ArrayList<Path>();
        for (var other : states.others()) {
            if (states.isAbandoned(other)) {
                var state = BuildState.read(other);
                if (state.isPresent()) {
                    deleted.addAll(deleteAllBut(Map.of(), state.get()));
                }
                Files.deleteIfExists(other);
            }
        }
        return deleted;
    }

    private List<Path> deleteAllBut(Map<OutputFile.Place, String> wanted, BuildState state) throws IOException {
        var old = state.outputFolder().below(base);
        var deleted = new ArrayList<Path>();
        for (var place : state.outputs().keySet()) {
            var file = old.file(place);
            var moved = !file.equals(outputFolder.file(place));
            if (moved || !wanted.containsKey(place)) {
                delete(file, old.root(place));
                deleted.add(file);
            }
            if (place instanceof OutputFile.Resource(var path) && !wanted.containsKey(place)) {
                delete(old.classes().resolve(path), old.classes());
            }
        }
        return deleted;
    }

    /** Deletes a file, and the folders below {@code root} that are empty then. */
    private void delete(Path file, Path root) throws IOException {
        if (!isOurs(root)) {
            return;
        }
        Files.deleteIfExists(file);
        for (var folder = file.getParent(); folder != null && !folder.equals(root); folder = folder.getParent()) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException _) {
                return;
            }
        }
    }

    /** A state may be older than the place that its project is in now, and name folders of another copy of it. */
    private boolean isOurs(Path root) {
        return root.startsWith(base)
                || root.equals(outputFolder.sources())
                || root.equals(outputFolder.resources())
                || root.equals(outputFolder.classes());
    }

    private static boolean isThere(Path file, String content) throws IOException {
        try {
            return InputFingerprint.of(Files.readAllBytes(file)).equals(content);
        } catch (NoSuchFileException _) {
            return false;
        }
    }
}
