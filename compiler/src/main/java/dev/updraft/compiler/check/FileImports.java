package dev.updraft.compiler.check;

import dev.updraft.compiler.check.ImportResolver.UnresolvedException.Reason;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/** Finds imports beside the file that names them, and nowhere outside one folder, and what comes with Updraft. */
public final class FileImports implements ImportResolver {
    private final Path root;

    /**
     * Imports from files in or below {@code root}.
     *
     * @param root what no import leads out of, so that a file cannot make others be read
     */
    public FileImports(Path root) {
        this.root = root;
    }

    @Override
    public SourceFile resolve(SourceFile importer, String path) throws UnresolvedException {
        if (ShippedBlocks.isShipped(path)) {
            return ShippedBlocks.resolve(path);
        }
        var file = locate(importer, path);
        var inside = root.toAbsolutePath().normalize();
        if (!file.toAbsolutePath().normalize().startsWith(inside)) {
            throw new UnresolvedException(Reason.FORBIDDEN, "it is outside the folder of the model");
        }
        if (!Files.isRegularFile(file)) {
            throw new UnresolvedException(Reason.MISSING, "there is no file " + file);
        }
        try {
            if (!file.toRealPath().startsWith(inside.toRealPath())) {
                throw new UnresolvedException(Reason.FORBIDDEN, "a link points outside the folder of the model");
            }
        } catch (IOException e) {
            throw new UnresolvedException(Reason.MISSING, "%s cannot be read: %s".formatted(file, e.getMessage()));
        }
        var problems = new Diagnostics();
        var source = SourceReader.read(file, problems);
        if (source == null) {
            var messages = problems.all().stream().map(Diagnostic::message).toList();
            throw new UnresolvedException(Reason.MISSING, "%s: %s".formatted(file, String.join(", ", messages)));
        }
        return source;
    }

    private static Path locate(SourceFile importer, String path) throws UnresolvedException {
        try {
            var relative = Path.of(path);
            if (relative.isAbsolute() || path.startsWith("/") || path.startsWith("\\") || path.contains(":")) {
                throw new UnresolvedException(Reason.FORBIDDEN, "it is not relative to the file that imports it");
            }
            return Path.of(importer.name()).resolveSibling(relative).normalize();
        } catch (InvalidPathException e) {
            throw new UnresolvedException(Reason.MISSING, Objects.requireNonNullElse(e.getReason(), "no such path"));
        }
    }
}
