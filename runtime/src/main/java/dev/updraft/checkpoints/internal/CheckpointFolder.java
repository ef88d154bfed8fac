package dev.updraft.checkpoints.internal;

import dev.updraft.checkpoints.CheckpointException;
import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.files.AtomicFile;
import dev.updraft.files.FileProblem;
import dev.updraft.files.Uninterrupted;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a run, each a folder with a {@link Manifest}. A checkpoint is made under a hidden name, forced to the disk
 * and moved to its own in one moment: so it is there whole or not at all. This process alone writes here until it is closed.
 */
public final class CheckpointFolder implements AutoCloseable {
    private static final String HIDDEN = ".unfinished-";
    private static final String BEST = "best";
    private static final String ENDED = "ended";

    private final Path folder;
    private final int keep;
    private final FolderLock lock;
    private final SortedMap<CheckpointName, Optional<Double>> metrics = new TreeMap<>();

    private CheckpointFolder(Path folder, int keep, FolderLock lock) {
        this.folder = folder;
        this.keep = keep;
        this.lock = lock;
    }

    /** Writes the files of a checkpoint into a new folder. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path checkpoint) throws IOException;
    }

    /**
     * Opens a folder, and takes away what a process that was killed left half done.
     *
     * @throws CheckpointException if it cannot be written, another training uses it, or a new run finds checkpoints there
     */
    public static CheckpointFolder open(Checkpoints wanted) {
        var folder = wanted.folder();
        if (wanted.resumes() && !Files.isDirectory(folder)) {
            throw new CheckpointException(
                    folder,
                    "there is no such folder, so there is nothing to resume: check the path, or start with --checkpoint");
        }
        return attempt(folder, "cannot be used for checkpoints", () -> {
            Files.createDirectories(folder);
            var lock = FolderLock.of(folder);
            try {
                var opened = new CheckpointFolder(folder, wanted.keep(), lock);
                opened.look();
                if (!wanted.resumes() && !opened.metrics.isEmpty()) {
                    throw new CheckpointException(
                            folder,
                            "contains the checkpoints of another training: resume it, choose another folder, or"
                                    + " remove them");
                }
                return opened;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        });
    }

    private void look() throws IOException {
        for (var entry : entries(folder)) {
            var name = String.valueOf(entry.getFileName());
            if (name.startsWith(HIDDEN)) {
                delete(entry);
            } else if (Files.isDirectory(entry) && name.equals(HistorySegments.FOLDER)) {
                tidyHistory(entry);
            } else if (Files.isDirectory(entry)) {
                CheckpointName.of(name).ifPresent(found -> metrics.put(found, metric(entry)));
            }
        }
    }

    /** What a process that was killed has not finished there. */
    private static void tidyHistory(Path history) throws IOException {
        for (var file : entries(history)) {
            if (String.valueOf(file.getFileName()).startsWith(".")) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static Optional<Double> metric(Path checkpoint) {
        try {
            return Optional.ofNullable(Manifest.read(checkpoint).metric());
        } catch (CheckpointException | IOException _) {
            return Optional.empty(); // Whoever wants to resume from it will hear of it.
        }
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /** Whether there is such a checkpoint. */
    public boolean holds(CheckpointName name) {
        return metrics.containsKey(name);
    }

    /** Where a checkpoint is, if it is there. */
    public Path path(CheckpointName name) {
        return folder.resolve(name.toString());
    }

    /**
     * The newest checkpoint that is as it was written. Newer ones that are not are moved out of the way and named.
     *
     * @param files names of those that a checkpoint has beside its state
     * @param notices hears of those, a line each
     * @throws CheckpointException if there is none, or another version wrote it
     */
    public CheckpointName newest(Function<RunState, List<String>> files, Consumer<String> notices) {
        var damaged = new ArrayList<String>();
        while (!metrics.isEmpty()) {
            var name = metrics.lastKey();
            var problem = problem(name, files);
            if (problem == null) {
                damaged.forEach(line -> notices.accept(line + "; resuming from " + name + " instead"));
                return name;
            }
            damaged.add("checkpoint " + problem + " (now " + putAside(name) + ")");
        }
        throw new CheckpointException(
                folder,
                damaged.isEmpty()
                        ? "contains no checkpoint, so there is nothing to resume: check the path, or start with"
                                + " --checkpoint"
                        : "no checkpoint in it can be used:\n  " + String.join("\n  ", damaged)
                                + "\n  restore a copy of one of these folders, or start over in another folder with"
                                + " --checkpoint");
    }

    private @Nullable String problem(CheckpointName name, Function<RunState, List<String>> files) {
        var checkpoint = path(name);
        Manifest manifest;
        try {
            manifest = Uninterrupted.call(() -> Manifest.verified(checkpoint));
        } catch (CheckpointException e) {
            return e.getMessage();
        } catch (IOException e) {
            return checkpoint + ": cannot be read: " + FileProblem.reason(e);
        }
        // Sound, but not to be read: of another version, and not to be put aside.
        RunState state;
        try {
            state = RunStateFile.readOrLost(checkpoint);
        } catch (HistorySegments.LostException e) {
            return checkpoint + ": " + e.getMessage();
        }
        var missing = manifest.missing(files.apply(state));
        return missing == null ? null : checkpoint + ": " + missing;
    }

    /** Out of the way, but there: it may hold something that can be saved by hand. */
    private Path putAside(CheckpointName name) {
        var aside = folder.resolve("damaged-" + name + "-" + UUID.randomUUID());
        attempt(folder, "a damaged checkpoint cannot be renamed", () -> {
            Files.move(path(name), aside);
            metrics.remove(name);
            return aside;
        });
        return folder.relativize(aside);
    }

    /**
     * Adds a checkpoint, and takes away those that are neither new nor best. One that is there already stays as it is.
     *
     * @param metric the smaller the better; null if it says nothing
     * @throws CheckpointException if it cannot be written; all others are as they were
     */
    public void save(CheckpointName name, @Nullable Double metric, Content content) {
        attempt(folder, "no checkpoint could be written", () -> {
            var hidden = folder.resolve(HIDDEN + UUID.randomUUID());
            try {
                Files.createDirectory(hidden);
                content.writeTo(hidden);
                Manifest.of(hidden, metric).write(hidden);
                if (!Files.exists(path(name))) {
                    Files.move(hidden, path(name), StandardCopyOption.ATOMIC_MOVE);
                    metrics.put(name, Optional.ofNullable(metric));
                }
            } finally {
                delete(hidden);
            }
            AtomicFile.force(folder);
            prune();
            return name;
        });
    }

    /** The best of those that are here, the first of equals; null before the end of an epoch. */
    public @Nullable CheckpointName best() {
        return metrics.entrySet().stream()
                .filter(entry -> entry.getValue().filter(Double::isFinite).isPresent())
                .min(Comparator.comparingDouble(entry -> entry.getValue().orElseThrow()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /**
     * Tells anew how good the checkpoints are that were saved at the end of an epoch.
     *
     * @param metric of each, the smaller the better
     */
    public void rank(ToDoubleFunction<CheckpointName> metric) {
        metrics.replaceAll((name, known) -> known.map(_ -> metric.applyAsDouble(name)));
    }

    /** Makes room first: on a disk that is almost full, naming the best may need it. */
    private void prune() throws IOException {
        var best = String.valueOf(best());
        var named = text(BEST);
        prune(List.of(best, named));
        if (best() != null && !best.equals(named)) {
            AtomicFile.write(folder.resolve(BEST), best);
            prune(List.of(best));
        }
    }

    private void prune(List<String> spared) throws IOException {
        var old = metrics.size() - keep;
        for (var name : List.copyOf(metrics.keySet()).subList(0, Math.max(0, old))) {
            if (!spared.contains(name.toString())) {
                var hidden = folder.resolve(HIDDEN + UUID.randomUUID());
                Files.move(path(name), hidden, StandardCopyOption.ATOMIC_MOVE);
                metrics.remove(name);
                delete(hidden);
            }
        }
    }

    /** The run has come to its end at this checkpoint, in good order. */
    public void ended(CheckpointName name) {
        attempt(folder, "cannot be written", () -> {
            AtomicFile.write(folder.resolve(ENDED), name.toString());
            return name;
        });
    }

    /** Whether {@link #ended} was called of this checkpoint. */
    public boolean hasEnded(CheckpointName name) {
        return attempt(folder, "cannot be read", () -> name.toString().equals(text(ENDED)));
    }

    private String text(String file) throws IOException {
        try {
            return new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            return "";
        }
    }

    private static void delete(Path hidden) throws IOException {
        if (Files.isDirectory(hidden)) {
            try (var files = Files.list(hidden)) {
                for (var file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(hidden);
    }

    private static <T> T attempt(Path place, String otherwise, Uninterrupted.Action<T> action) {
        try {
            return Uninterrupted.call(action);
        } catch (WeightsException e) {
            // The name of the file is a hidden one, which is gone already.
            var reason = e.getCause() instanceof IOException cause ? FileProblem.reason(cause) : e.getMessage();
            throw new CheckpointException(place, otherwise + ": " + reason, e);
        } catch (IOException e) {
            throw new CheckpointException(place, otherwise + ": " + FileProblem.reason(e), e);
        }
    }

    @Override
    public void close() {
        attempt(folder, "cannot be closed", () -> {
            lock.close();
            return folder;
        });
    }
}
