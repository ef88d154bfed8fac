package dev.updraft.download;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A published file.
 *
 * @param name its name, there and here
 * @param mirrors where it is published, in the order in which to try
 * @param bytes its exact size, or -1 if that is not known
 * @param sha256 of its content, in hexadecimal
 * @param members if it is a tar archive, the paths of the files in it that are wanted; else none
 */
public record RemoteFile(String name, List<URI> mirrors, long bytes, String sha256, List<String> members) {

    private static final String GZIP = ".gz";

    /** Whether there is no need to download it: it, what it unpacks to, or all wanted members are there. */
    public boolean present(Path folder) {
        if (!members.isEmpty()) {
            return members.stream().map(folder::resolve).allMatch(Files::isRegularFile);
        }
        return Files.isRegularFile(folder.resolve(name))
                || (name.endsWith(GZIP)
                        && Files.isRegularFile(folder.resolve(name.substring(0, name.length() - GZIP.length()))));
    }
}
