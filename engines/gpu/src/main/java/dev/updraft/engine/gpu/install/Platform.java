package dev.updraft.engine.gpu.install;

import dev.updraft.engine.EngineException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A platform that TornadoVM publishes archives for. */
public enum Platform {
    LINUX("linux-amd64"),
    MAC("mac-aarch64"),
    WINDOWS("windows-amd64");

    private final String text;

    Platform(String text) {
        this.text = text;
    }

    /**
     * This machine's.
     *
     * @throws EngineException if nothing is published for it
     */
    public static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** Of a system and a processor as Java calls them. */
    static Platform of(String system, String processor) {
        var name = system(system.toLowerCase(Locale.ROOT)) + "-" + (processor.equals("x86_64") ? "amd64" : processor);
        return Stream.of(values())
                .filter(platform -> platform.text.equals(name))
                .findAny()
                .orElseThrow(() -> new EngineException("TornadoVM publishes no SDK for " + name + ", only for "
                        + Stream.of(values()).map(Platform::toString).collect(Collectors.joining(", "))
                        + "; build it from its sources (https://github.com/beehive-lab/TornadoVM) and set"
                        + " TORNADOVM_HOME to the folder of the SDK that comes of it"));
    }

    private static String system(String name) {
        if (name.startsWith("mac")) {
            return "mac";
        }
        return name.startsWith("windows") ? "windows" : name;
    }

    boolean has(Backend backend) {
        return switch (this) {
            case LINUX, WINDOWS -> true;
            case MAC -> backend == Backend.OPENCL;
        };
    }

    /** As in the names of archives. */
    @Override
    public String toString() {
        return text;
    }
}
