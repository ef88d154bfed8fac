package dev.updraft.version;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Which version of Updraft this is. */
public final class Version {
    private Version() {}

    /** As the build has it: {@code 0.1.0}. */
    public static final String TEXT = read();

    private static String read() {
        try (var in = Objects.requireNonNull(Version.class.getResourceAsStream("version.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
