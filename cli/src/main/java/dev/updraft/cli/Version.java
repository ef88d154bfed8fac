package dev.updraft.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which Updraft this is, and what it runs on. */
final class Version implements IVersionProvider {

    /** {@code updraft 1.0.0 (Java 25.0.3, Linux amd64)}. */
    static String text() {
        var properties = new Properties();
        try (var in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "updraft %s (Java %s, %s %s)"
                .formatted(
                        properties.getProperty("version"),
                        Runtime.version(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }
}
