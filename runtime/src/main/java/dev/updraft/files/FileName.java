package dev.updraft.files;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names of files as text. Java decodes them as the locale says, which in the locale C turns every letter beyond ASCII into
 * U+FFFD, so that different names become equal; what is in UTF-8 nevertheless is read as that.
 */
public final class FileName {
    /** What a user can do about names that cannot be read; follows a semicolon. */
    public static final String ADVICE = "set LC_ALL=C.UTF-8 for this process, or rename files that are not in UTF-8";

    private static final char UNREADABLE = '\uFFFD';

    private FileName() {}

    /** The last name of a path; empty if it cannot be read. */
    public static Optional<String> of(Path path) {
        var name = String.valueOf(path.getFileName());
        return isReadable(name) ? Optional.of(name) : inUtf8(path);
    }

    /** Whether all of a text could be decoded. */
    public static boolean isReadable(String text) {
        return text.indexOf(UNREADABLE) < 0;
    }

    /** The URI of a path has the bytes of the name as they are, whatever the locale. */
    private static Optional<String> inUtf8(Path path) {
        var uri = path.toUri().getRawPath().replaceFirst("/$", "");
        // URLDecoder takes a plus for a blank; a name has none of that kind.
        var name = uri.substring(uri.lastIndexOf('/') + 1).replace("+", "%2B");
        var bytes = URLDecoder.decode(name, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
