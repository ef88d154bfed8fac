package dev.updraft.maven;

import dev.updraft.maven.configuration.Overrides;
import dev.updraft.maven.configuration.PackageNames;
import dev.updraft.maven.output.InputFingerprint;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.codehaus.plexus.util.DirectoryScanner;

/**
 * All that a goal compiles, and with what.
 *
 * @param root the source directory
 * @param files the files to be compiled, in an order that is the same everywhere
 * @param names the packages
 * @param overrides values for parameters of the models
 * @param dependencies what can be imported from elsewhere
 */
public record Sources(
        Path root, List<Path> files, PackageNames names, Overrides overrides, DependencyModels dependencies) {

    /** Finds the files below a folder, which need not exist, by patterns of Ant. */
    static Sources find(
            Path root,
            List<String> includes,
            List<String> excludes,
            PackageNames names,
            Overrides overrides,
            DependencyModels dependencies) {
        return new Sources(root, matching(root, includes, excludes), names, overrides, dependencies);
    }

    private static List<Path> matching(Path root, List<String> includes, List<String> excludes) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        var scanner = new DirectoryScanner();
        scanner.setBasedir(root.toFile());
        scanner.setIncludes(includes.toArray(String[]::new));
        scanner.setExcludes(excludes.toArray(String[]::new));
        scanner.addDefaultExcludes();
        scanner.scan();
        return Arrays.stream(scanner.getIncludedFiles())
                .map(name -> name.replace('\\', '/'))
                .sorted()
                .map(root::resolve)
                .toList();
    }

    /** Whether there are models below the folder, whatever is included. */
    boolean hasModels() {
        return !matching(root, List.of("**/*.model"), List.of()).isEmpty();
    }

    /** A file as seen from the source directory. */
    Path relative(Path file) {
        return root.relativize(file);
    }

    /** The name that a file goes by in what is packed, from the name that it was read under: one without this machine. */
    String packedName(String readName) {
        return dependencies
                .named(readName)
                .map(found -> DependencyModels.FOLDER + found.path())
                .orElseGet(() -> names.importPath(relative(Path.of(readName))));
    }

    /**
     * What the results depend on: the same fingerprint means the same results. It is of all files that there are, imported
     * or not, for a new one may stand in for another.
     *
     * @param version of the plugin
     * @param failOnWarning if it is switched on, what passed before may fail
     * @param encoding of Java classes
     */
    String fingerprint(String version, boolean emitKernels, boolean failOnWarning, Charset encoding)
            throws IOException {
        var inputFingerprint = new InputFingerprint();
        inputFingerprint.add(version, Boolean.toString(emitKernels), Boolean.toString(failOnWarning), names.fixed());
        inputFingerprint.add(encoding.name());
        overrides.all().forEach(override -> inputFingerprint.add(override.model(), override.name(), override.value()));
        for (var file : files) {
            inputFingerprint.add("compiled", names.importPath(relative(file)));
        }
        for (var file : matching(root, List.of("**"), List.of())) {
            inputFingerprint.add("file", names.importPath(relative(file)));
            inputFingerprint.add(Files.readAllBytes(file));
        }
        for (var found : dependencies.all()) {
            var file = found.file();
            inputFingerprint.add("dependency", found.path(), found.problem(), file == null ? "" : file.text());
        }
        return inputFingerprint.text();
    }
}
