package dev.updraft.maven;

import dev.updraft.compiler.check.FileImports;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.check.ShippedBlocks;
import dev.updraft.compiler.diagnostics.SourceFile;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Finds imports in the project, seen from the file that imports, then in its dependencies, seen from {@code
 * META-INF/updraft/}. A file of a dependency imports from beside itself first, then from all dependencies.
 */
final class ProjectImports implements ImportResolver {
    private final FileImports files;
    private final DependencyModels dependencies;

    /** @param root the source directory */
    ProjectImports(Path root, DependencyModels dependencies) {
        this.files = new FileImports(root);
        this.dependencies = dependencies;
    }

    @Override
    public SourceFile resolve(SourceFile importer, String path) throws UnresolvedException {
        if (ShippedBlocks.isShipped(path)) {
            return ShippedBlocks.resolve(path);
        }
        var home = dependencies.named(importer.name());
        return home.isPresent() ? withinDependencies(home.get(), path) : withinProject(importer, path);
    }

    private SourceFile withinProject(SourceFile importer, String path) throws UnresolvedException {
        try {
            return files.resolve(importer, path);
        } catch (UnresolvedException e) {
            if (e.reason() == UnresolvedException.Reason.FORBIDDEN) {
                throw e;
            }
            var found = dependencies.find(path);
            if (found == null) {
                throw missing(String.valueOf(e.getMessage()), path);
            }
            return found;
        }
    }

    private SourceFile withinDependencies(DependencyModels.Found importer, String path) throws UnresolvedException {
        var beside = beside(importer.path(), path);
        var near = dependencies.find(importer.home(), beside);
        var found = near == null ? dependencies.find(path) : near;
        if (found == null) {
            throw missing("%s has no %s%s".formatted(importer.home(), DependencyModels.FOLDER, beside), path);
        }
        return found;
    }

    /** {@code com/example/net.model} and {@code ../blocks.model} give {@code com/blocks.model}. */
    private static String beside(String importer, String path) {
        var parts = new ArrayDeque<>(List.of(importer.split("/")));
        parts.removeLast();
        for (var part : path.split("/")) {
            switch (part) {
                case "", "." -> {}
                case ".." -> parts.pollLast();
                default -> parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private static UnresolvedException missing(String first, String path) {
        return new UnresolvedException(
                UnresolvedException.Reason.MISSING,
                "%s, and no dependency has %s%s".formatted(first, DependencyModels.FOLDER, path));
    }
}
