package dev.updraft.maven.output;

/**
 * One file to be written.
 *
 * @param place where
 * @param text its content
 */
public record OutputFile(Place place, String text) {

    /** Where a file belongs; paths are relative to a root and have slashes. */
    public sealed interface Place {
        public String path();
    }

    /** Below the root of Java classes. */
    public record Source(String path) implements Place {}

    /** Below the root of resources. */
    public record Resource(String path) implements Place {}
}
