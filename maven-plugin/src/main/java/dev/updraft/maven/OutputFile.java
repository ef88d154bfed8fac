package dev.updraft.maven;

/**
 * One file to be written.
 *
 * @param place where
 * @param text its content
 */
record OutputFile(Place place, String text) {

    /** Where a file belongs; paths are relative to a root and have slashes. */
    sealed interface Place {
        String path();
    }

    /** Below the root of Java classes. */
    record Source(String path) implements Place {}

    /** Below the root of resources. */
    record Resource(String path) implements Place {}
}
