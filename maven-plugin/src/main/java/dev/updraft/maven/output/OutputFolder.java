package dev.updraft.maven.output;

import java.nio.file.Path;

/**
 * Where results go.
 *
 * @param sources root of the Java classes
 * @param resources root of the resources
 * @param classes where Maven copies the resources to, and does not take them away again
 */
public record OutputFolder(Path sources, Path resources, Path classes) {

    /** The file of an output. */
    Path file(OutputFile.Place place) {
        return root(place).resolve(place.path());
    }

    /** The folder that an output is in or below. */
    Path root(OutputFile.Place place) {
        return switch (place) {
            case OutputFile.Source _ -> sources;
            case OutputFile.Resource _ -> resources;
        };
    }

    /** The same as seen from a folder, as far as it is below that. */
    OutputFolder seenFrom(Path base) {
        return new OutputFolder(seenFrom(base, sources), seenFrom(base, resources), seenFrom(base, classes));
    }

    private static Path seenFrom(Path base, Path path) {
        var absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(base) ? base.relativize(absolute) : absolute;
    }

    /** With absolute paths, of which those that are relative are seen from a folder. */
    OutputFolder below(Path base) {
        return new OutputFolder(
                base.resolve(sources).normalize(),
                base.resolve(resources).normalize(),
                base.resolve(classes).normalize());
    }
}
