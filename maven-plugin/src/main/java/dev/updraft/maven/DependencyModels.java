package dev.updraft.maven;

import dev.updraft.compiler.check.ImportResolver.UnresolvedException;
import dev.updraft.compiler.check.ImportResolver.UnresolvedException.Reason;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.SourceReader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The {@code .model} files that dependencies hold for others to import: in jars, or in folders of classes. */
public record DependencyModels(List<Found> all) {

    /** Folder in a jar, with a slash behind it. */
    static final String FOLDER = "META-INF/updraft/";

    public DependencyModels {
        all = List.copyOf(all);
    }

    /**
     * One file.
     *
     * @param home the jar or folder that it is in
     * @param path by which it is imported
     * @param file its text, under a name that says where it is; null if it cannot be read
     * @param problem why not
     */
    record Found(Path home, String path, @Nullable SourceFile file, String problem) {}

    /**
     * Reads the files of a class path, in its order.
     *
     * @throws IOException if a jar cannot be read
     */
    public static DependencyModels read(List<Path> classPath) throws IOException {
        var found = new ArrayList<Found>();
        for (var home : classPath) {
            if (Files.isDirectory(home)) {
                addAll(home, home.resolve(FOLDER), found);
            } else if (Files.isRegularFile(home)) {
                addJar(home, found);
            }
        }
        return new DependencyModels(found);
    }

    private static void addJar(Path jar, List<Found> found) throws IOException {
        try (var files = FileSystems.newFileSystem(jar)) {
            addAll(jar, files.getPath("/" + FOLDER), found);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (ProviderNotFoundException _) {
            // Not an archive: other things may be in a class path.
        } catch (IOException e) {
            throw new IOException("the dependency %s cannot be read: %s".formatted(jar, e.getMessage()), e);
        }
    }

    private static void addAll(Path home, Path folder, List<Found> found) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(path -> path.toString().endsWith(".model"))
                    .sorted()
                    .toList()) {
                var path = folder.relativize(file).toString().replace('\\', '/');
                found.add(read(home, path, file));
            }
        }
    }

    private static Found read(Path home, String path, Path file) {
        var problems = new Diagnostics();
        var source = SourceReader.read(file, problems);
        var problem = problems.all().stream().map(Diagnostic::message).collect(Collectors.joining(", "));
        var name = Files.isDirectory(home) ? file.toString() : home + "!/" + FOLDER + path;
        return new Found(home, path, source == null ? null : new SourceFile(name, source.text()), problem);
    }

    /** The file that was read under a name. */
    Optional<Found> named(String name) {
        return all.stream()
                .filter(found -> found.file() != null && found.file().name().equals(name))
                .findFirst();
    }

    /**
     * The file that is imported by a path.
     *
     * @return null if there is none
     * @throws UnresolvedException if there are several, or it cannot be read
     */
    @Nullable
    SourceFile find(String path) throws UnresolvedException {
        return only(
                path, all.stream().filter(found -> found.path().equals(path)).toList());
    }

    /** As {@link #find}, in one jar or folder. */
    @Nullable
    SourceFile find(Path home, String path) throws UnresolvedException {
        return only(
                path,
                all.stream()
                        .filter(found ->
                                found.home().equals(home) && found.path().equals(path))
                        .toList());
    }

    private static @Nullable SourceFile only(String path, List<Found> matching) throws UnresolvedException {
        if (matching.isEmpty()) {
            return null;
        }
        if (matching.size() > 1) {
            var homes = matching.stream().map(found -> found.home().toString()).collect(Collectors.joining(" and "));
            throw new UnresolvedException(Reason.AMBIGUOUS, "%s%s is in each of %s".formatted(FOLDER, path, homes));
        }
        var found = matching.getFirst();
        if (found.file() == null) {
            throw new UnresolvedException(
                    Reason.MISSING, "%s in %s: %s".formatted(path, found.home(), found.problem()));
        }
        return found.file();
    }
}
