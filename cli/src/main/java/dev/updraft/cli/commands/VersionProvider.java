package dev.updraft.cli.commands;

import picocli.CommandLine.IVersionProvider;

/** Which Updraft this is, and what it runs on. */
public final class VersionProvider implements IVersionProvider {

    /** {@code updraft 1.0.0 (Java 25.0.3, Linux amd64)}. */
    static String text() {
        return "updraft %s (Java %s, %s %s)"
                .formatted(
                        dev.updraft.version.Version.TEXT,
                        Runtime.version(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }
}
