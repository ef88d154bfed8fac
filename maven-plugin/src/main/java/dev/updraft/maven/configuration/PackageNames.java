package dev.updraft.maven.configuration;

import java.nio.file.Path;
import java.util.Objects;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * Which package a file's class goes to.
 *
 * @param fixed the package of all classes; empty if each is named after its folder
 */
public record PackageNames(String fixed) {

    public PackageNames {
        if (!fixed.isEmpty() && !SourceVersion.isName(fixed)) {
            throw new ConfigurationException(
                    "packageName: `%s` is not a valid Java package name such as com.example".formatted(fixed));
        }
        if (isOfJava(fixed)) {
            throw new ConfigurationException(
                    "packageName: `%s` is reserved for Java itself; expected a package such as com.example"
                            .formatted(fixed));
        }
    }

    /**
     * The package for a file.
     *
     * @param file seen from the source directory
     */
    public String packageName(Path file) {
        if (!fixed.isEmpty()) {
            return fixed;
        }
        var name = slashes(file.getParent()).replace('/', '.');
        if (!name.isEmpty() && !SourceVersion.isName(name)) {
            throw new ConfigurationException(
                    "%s: its folder cannot be a package, as `%s` is not a valid package name; rename it, or set packageName"
                            .formatted(slashes(file), name));
        }
        if (isOfJava(name)) {
            throw new ConfigurationException(
                    "%s: its folder names the package `%s`, which is reserved for Java itself; move the folder `java`, or set packageName"
                            .formatted(slashes(file), name));
        }
        return name;
    }

    private static boolean isOfJava(String name) {
        return name.equals("java") || name.startsWith("java.");
    }

    /**
     * The path by which other projects import a file.
     *
     * @param file seen from the source directory
     */
    public String importPath(Path file) {
        return fixed.isEmpty() ? slashes(file) : fixed.replace('.', '/') + "/" + slashes(file);
    }

    private static String slashes(@Nullable Path path) {
        return path == null ? "" : Objects.requireNonNull(path.toString()).replace('\\', '/');
    }
}
