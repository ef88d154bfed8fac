package dev.updraft.engine.gpu;

import dev.updraft.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * TornadoVM's SDK on this machine.
 *
 * @param home its folder
 * @param api its API, which generated source is compiled against
 */
public record Sdk(Path home, Path api) {
    private static final String HOME = "TORNADOVM_HOME";
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

    /** What to do where there is none. */
    public static final String ADVICE = "install TornadoVM's SDK (see docs/gpu.md) and set " + HOME + " to its folder";

    /** Where {@code TORNADOVM_HOME} points. */
    public static Sdk find() {
        return find(System.getenv(HOME));
    }

    /**
     * The SDK in a folder.
     *
     * @throws EngineException if there is none, saying what is missing
     */
    static Sdk find(@Nullable String home) {
        if (home == null || home.isBlank()) {
            throw new EngineException("TornadoVM is not there: " + ADVICE);
        }
        var folder = Path.of(home);
        var jars = folder.resolve("share/java/tornado");
        if (!Files.isDirectory(jars)) {
            throw new EngineException(HOME + " is " + home + ", which is no SDK of TornadoVM: it has no folder "
                    + "share/java/tornado; " + ADVICE);
        }
        try (Stream<Path> files = Files.list(jars)) {
            Optional<Path> api = files.filter(
                            file -> file.getFileName().toString().matches("tornado-api-[0-9].*\\.jar"))
                    .findFirst();
            return new Sdk(
                    folder.toAbsolutePath(),
                    api.orElseThrow(() -> new EngineException(jars + " has no tornado-api jar; " + ADVICE)));
        } catch (IOException e) {
            throw new EngineException(jars + " cannot be read: " + e, e);
        }
    }

    /** {@code 5.2.0-jdk25}. */
    public String version() {
        return api.getFileName().toString().replaceFirst("tornado-api-", "").replaceFirst("\\.jar$", "");
    }

    /**
     * The flags that a JVM needs. The argument file of an SDK that was moved names folders that are no longer there; its
     * template then serves.
     */
    List<String> flags() {
        try {
            var template = home.resolve("tornado-argfile.template");
            if (Files.isReadable(template)) {
                var flags = new ArrayList<String>();
                for (var line : Files.readAllLines(template)) {
                    if (!line.strip().startsWith("#")) {
                        flags.addAll(words(line));
                    }
                }
                return flags;
            }
            var file = home.resolve("tornado-argfile");
            if (Files.isReadable(file)) {
                return List.of("@" + file);
            }
        } catch (IOException e) {
            throw new EngineException("the flags in " + home + " cannot be read: " + e, e);
        }
        throw new EngineException(home + " has neither tornado-argfile.template nor tornado-argfile; " + ADVICE);
    }

    /** The words of a line, without the quotes that keep spaces in a word. */
    private List<String> words(String line) {
        return WORD.matcher(line)
                .results()
                .map(word -> word.group().replace("\"", "").replace("${" + HOME + "}", home.toString()))
                .toList();
    }
}
