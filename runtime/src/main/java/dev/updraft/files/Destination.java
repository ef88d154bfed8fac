package dev.updraft.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is where something is to be written. Links are followed, to where there is nothing yet too: a link stays a link.
 */
public sealed interface Destination {

    /** Where the last link leads. */
    Path path();

    /** Nothing is there yet. */
    record Free(Path path) implements Destination {}

    /** A file with contents of its own. */
    record RegularFile(Path path) implements Destination {}

    /** A folder. */
    record Folder(Path path) implements Destination {}

    /** {@code /dev/null}, which takes everything, and must stay what it is. */
    record NullDevice(Path path) implements Destination {}

    /**
     * What is neither file nor folder: replaced, it would be gone; opened, it may never answer.
     *
     * @param kind in words: {@code a device}
     */
    record Special(Path path, String kind) implements Destination {}

    /**
     * Looks at a place.
     *
     * @throws IOException if the symbolic links form a cycle, or the place cannot be looked at
     */
    static Destination of(Path path) throws IOException {
        var end = end(path);
        if (Files.isDirectory(end)) {
            return new Folder(end);
        }
        if (Files.isRegularFile(end)) {
            return new RegularFile(end);
        }
        if (Files.exists(end)) {
            return isNullDevice(end) ? new NullDevice(end) : new Special(end, kind(end));
        }
        // Links below /proc tell of pipes by names that nothing has; opened, they lead there all the same.
        return Files.exists(path) ? new Special(path, kind(path)) : new Free(end);
    }

    private static Path end(Path path) throws IOException {
        var end = path.toAbsolutePath();
        for (var links = 0; Files.isSymbolicLink(end); links++) {
            if (links == Links.MOST) {
                throw new FileSystemException(path.toString(), null, "the symbolic links form a cycle");
            }
            end = end.resolveSibling(Files.readSymbolicLink(end));
        }
        return end;
    }

    private static boolean isNullDevice(Path special) throws IOException {
        var known = Path.of("/dev/null");
        return isUnix(special)
                && Files.exists(known)
                && mode(special) == Mode.CHARACTER_DEVICE
                && mode(known) == Mode.CHARACTER_DEVICE
                && Files.getAttribute(special, "unix:rdev").equals(Files.getAttribute(known, "unix:rdev"));
    }

    private static String kind(Path special) throws IOException {
        if (!isUnix(special)) {
            return "a device";
        }
        return switch (mode(special)) {
            case Mode.PIPE -> "a pipe";
            case Mode.SOCKET -> "a socket";
            default -> "a device";
        };
    }

    private static boolean isUnix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode") & Mode.MASK;
    }

    /** As many as Linux follows. */
    final class Links {
        private static final int MOST = 40;

        private Links() {}
    }

    /** What {@code st_mode} says of the kind of a file, in POSIX. */
    final class Mode {
        private static final int MASK = 0170000;
        private static final int PIPE = 0010000;
        private static final int CHARACTER_DEVICE = 0020000;
        private static final int SOCKET = 0140000;

        private Mode() {}
    }
}
