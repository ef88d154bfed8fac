package dev.updraft.maven;

import java.nio.file.Path;

/**
 * Where results go.
 *
 * @param sources root of the Java classes
 * @param resources root of the resources
 * @param classes where Maven copies the resources to, and does not take them away again
 */
record Destination(Path sources, Path resources, Path classes) {

    /** The file of an output. */
    Path file(Output.Place place) {
        return switch (place) {
            case Output.Source(var path) -> sources.resolve(path);
            case Output.Resource(var path) -> resources.resolve(path);
        };
    }
}
