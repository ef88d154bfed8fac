package dev.updraft.maven;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes files whose content is new, deletes those that nothing makes any more, and leaves the others alone. */
final class IncrementalOutputs {
    private final Destination destination;
    private final Path stateFile;

    /** @param stateFile remembers what was written, from one successful build to the next */
    IncrementalOutputs(Destination destination, Path stateFile) {
        this.destination = destination;
        this.stateFile = stateFile;
    }

    /** Whether the last build had the same fingerprint, and all that it wrote is still there as it was written. */
    boolean areUpToDate(String fingerprint) throws IOException {
        var state = BuildState.read(stateFile);
        if (state.isEmpty() || !state.get().fingerprint().equals(fingerprint)) {
            return false;
        }
        for (var output : state.get().outputs().entrySet()) {
            if (!isThere(destination.file(output.getKey()), output.getValue())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Makes the folders hold these outputs and none of earlier builds.
     *
     * @param fingerprint of what they were made from
     * @param always whether files are written whose content is the same
     * @return the files that were written or deleted
     */
    List<Path> write(String fingerprint, List<Output> outputs, boolean always) throws IOException {
        var state = BuildState.read(stateFile);
        var touched = new ArrayList<Path>();
        var written = new LinkedHashMap<Output.Place, String>();
        for (var output : outputs) {
            var file = destination.file(output.place());
            var content = Fingerprint.of(output.text());
            if (always || !isThere(file, content)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, output.text());
                touched.add(file);
            }
            written.put(output.place(), content);
        }
        if (state.isPresent()) {
            touched.addAll(deleteAllBut(written, state.get()));
        }
        new BuildState(fingerprint, written).write(stateFile);
        return touched;
    }

    private List<Path> deleteAllBut(Map<Output.Place, String> wanted, BuildState state) throws IOException {
        var deleted = new ArrayList<Path>();
        for (var place : state.outputs().keySet()) {
            if (wanted.containsKey(place)) {
                continue;
            }
            var file = destination.file(place);
            switch (place) {
                case Output.Source _ -> delete(file, destination.sources());
                case Output.Resource(var path) -> {
                    delete(file, destination.resources());
                    delete(destination.classes().resolve(path), destination.classes());
                }
            }
            deleted.add(file);
        }
        return deleted;
    }

    /** Deletes a file, and the folders below {@code root} that are empty then. */
    private static void delete(Path file, Path root) throws IOException {
        Files.deleteIfExists(file);
        for (var folder = file.getParent(); folder != null && !folder.equals(root); folder = folder.getParent()) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException _) {
                return;
            }
        }
    }

    private static boolean isThere(Path file, String content) throws IOException {
        try {
            return Fingerprint.of(Files.readAllBytes(file)).equals(content);
        } catch (NoSuchFileException _) {
            return false;
        }
    }
}
