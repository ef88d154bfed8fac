package dev.updraft.maven.configuration;

import dev.updraft.compiler.diagnostics.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The folder that models are in or below.
 *
 * @param path of the folder
 * @param base the project's folder
 */
public record SourceFolder(Path path, Path base) {
    private static final Set<String> USUAL = Set.of("src/main/model", "src/test/model");

    /** Refuses a folder that is not there, unless it is one of those that a project need not have. */
    public void require() throws IOException {
        if (Files.isDirectory(path) || (isUsual() && !Files.exists(path))) {
            return;
        }
        if (Files.exists(path)) {
            throw new ConfigurationException(
                    "sourceDirectory: %s is a file; expected the folder that contains the models".formatted(path));
        }
        throw new ConfigurationException("sourceDirectory: there is no folder %s%s".formatted(path, nearest()));
    }

    private boolean isUsual() {
        return USUAL.stream()
                .anyMatch(usual ->
                        path.equals(base.resolve(usual).toAbsolutePath().normalize()));
    }

    /** The folder beside the first that is missing whose name is nearest. */
    private String nearest() throws IOException {
        var missing = path;
        var parent = path.getParent();
        while (parent != null && !Files.isDirectory(parent)) {
            missing = parent;
            parent = parent.getParent();
        }
        if (parent == null) {
            return "";
        }
        var rest = missing.relativize(path);
        return NearestName.of(String.valueOf(missing.getFileName()), folders(parent))
                .map(parent::resolve)
                .map(folder -> folder.resolve(rest))
                .filter(Files::isDirectory)
                .map("; did you mean %s?"::formatted)
                .orElse("; create it, or set updraft.skip in a project without models");
    }

    private static List<String> folders(Path parent) throws IOException {
        try (var files = Files.list(parent)) {
            return files.filter(Files::isDirectory)
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .toList();
        }
    }
}
