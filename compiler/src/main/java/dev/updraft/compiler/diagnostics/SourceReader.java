package dev.updraft.compiler.diagnostics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code .model} files. */
public final class SourceReader {

    private SourceReader() {}

    /**
     * Reads a UTF-8 file.
     *
     * @return null if it cannot be read, which is then reported as a diagnostic
     */
    public static @Nullable SourceFile read(Path path, Diagnostics diagnostics) {
        var name = path.toString();
        if (Files.isDirectory(path)) {
            diagnostics.report(unreadable(name, "it is a folder").withHelp("name a `.model` file in it"));
            return null;
        }
        // Not by the size that the file system tells: that of a pipe or device is not known beforehand.
        byte[] bytes;
        try (var in = Files.newInputStream(path)) {
            bytes = in.readNBytes(SourceFile.LARGEST + 1);
        } catch (NoSuchFileException _) {
            diagnostics.report(unreadable(name, "there is no such file").withHelp("check the path"));
            return null;
        } catch (AccessDeniedException _) {
            diagnostics.report(unreadable(name, "access is denied").withHelp("check the permissions of the file"));
            return null;
        } catch (IOException e) {
            diagnostics.report(unreadable(name, String.valueOf(e.getMessage())));
            return null;
        }
        if (bytes.length > SourceFile.LARGEST) {
            diagnostics.report(tooLarge(name));
            return null;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new SourceFile(name, text.toString());
        } catch (CharacterCodingException _) {
            diagnostics.report(Diagnostic.error(Code.M0011, start(name), "the file is not UTF-8 text")
                    .withHelp("save it as UTF-8, or check that it is a `.model` file"));
            return null;
        }
    }

    /** The diagnostic for a file of more than {@link SourceFile#LARGEST} characters. */
    public static Diagnostic tooLarge(String name) {
        return Diagnostic.error(
                        Code.M0009,
                        start(name),
                        String.format(Locale.ROOT, "the file is larger than %d KiB", SourceFile.LARGEST / 1024))
                .withHelp("check that it is a `.model` file; blocks can be moved to separate files and imported");
    }

    private static Diagnostic unreadable(String name, String why) {
        return Diagnostic.error(Code.M0010, start(name), "the file cannot be read: " + why);
    }

    private static Span start(String name) {
        return new SourceFile(name, "").span(0, 0);
    }
}
