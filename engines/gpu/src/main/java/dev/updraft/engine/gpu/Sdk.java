package dev.updraft.engine.gpu;

import dev.updraft.engine.EngineException;
import dev.updraft.files.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
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
    /** The environment variable that names an SDK's folder. */
    public static final String HOME = "TORNADOVM_HOME";

    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

    private static final Pattern JDK = Pattern.compile("jdk(\\d+)(?!\\d|plus)");

    /** What to do where there is none. */
    public static final String ADVICE =
            "run `updraft gpu install`, or install TornadoVM's SDK (see docs/gpu.md) and set " + HOME
                    + " to its folder";

    private static final String JARS = "share/java/tornado";

    /**
     * Where {@code TORNADOVM_HOME} points, else the one that {@code updraft gpu install} unpacked.
     *
     * @throws EngineException if there is none, saying what is missing
     */
    public static Sdk find() {
        return find(System.getenv(HOME), InstalledSdks.here());
    }

    static Sdk find(@Nullable String home, InstalledSdks installed) {
        if (home != null && !home.isBlank()) {
            return in(
                    Path.of(home),
                    HOME + " is " + home + ", which",
                    "set it to the folder of the SDK, or unset it and run `updraft gpu install`");
        }
        return in(installed.current().orElseThrow(() -> new EngineException("TornadoVM is not installed: " + ADVICE)));
    }

    /**
     * The SDK in a folder.
     *
     * @throws EngineException if there is none, saying what is missing
     */
    public static Sdk in(Path folder) {
        return in(folder, folder.toString(), ADVICE);
    }

    private static Sdk in(Path folder, String subject, String advice) {
        var jars = folder.resolve(JARS);
        if (!Files.isDirectory(jars)) {
            throw new EngineException(subject + " is not a TornadoVM SDK: it has no folder " + JARS + "; " + advice);
        }
        try (Stream<Path> files = Files.list(jars)) {
            Optional<Path> api = files.filter(
                            file -> file.getFileName().toString().matches("tornado-api-[0-9].*\\.jar"))
                    .findFirst();
            return new Sdk(
                    folder.toAbsolutePath(),
                    api.orElseThrow(() -> new EngineException(jars + " has no tornado-api jar; " + advice)));
        } catch (IOException e) {
            throw new EngineException(jars + " cannot be read: " + FileProblem.reason(e) + "; " + advice, e);
        }
    }

    /** {@code 5.2.0-jdk25}. */
    public String version() {
        return api.getFileName().toString().replaceFirst("tornado-api-", "").replaceFirst("\\.jar$", "");
    }

    /**
     * Checks that it is built for a version of Java, as far as its own version says.
     *
     * @throws EngineException if it is for another
     */
    public void requireJava(int feature) {
        var build = JDK.matcher(version());
        if (build.find() && Integer.parseInt(build.group(1)) != feature) {
            throw new EngineException("TornadoVM " + version() + " in " + home + " is built for JDK " + build.group(1)
                    + ", and Updraft runs on JDK " + feature + " here: install its build for JDK " + feature
                    + " (`updraft gpu install`)");
        }
    }

    /**
     * What it compiles kernels to, as it says itself: {@code [opencl]}.
     *
     * @throws EngineException if it does not say
     */
    public List<String> backends() {
        var file = home.resolve("etc/tornado.backend");
        try (var in = Files.newBufferedReader(file)) {
            var properties = new Properties();
            properties.load(in);
            var backends = properties.getProperty("tornado.backends", "");
            return Stream.of(backends.split(","))
                    .map(backend -> backend.strip().replaceFirst("-backend$", ""))
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            throw new EngineException(
                    file + ", which names the backends of TornadoVM, cannot be read: " + e + "; " + ADVICE, e);
        }
    }

    /**
     * The flags that a JVM needs. The argument file of an SDK that was moved names folders that are no longer there; its
     * template then serves.
     *
     * @throws EngineException if there is neither
     */
    public List<String> flags() {
        try {
            var template = home.resolve("tornado-argfile.template");
            if (Files.isReadable(template)) {
                return Files.readAllLines(template).stream()
                        .filter(line -> !line.strip().startsWith("#"))
                        .flatMap(this::words)
                        .toList();
            }
            var file = home.resolve("tornado-argfile");
            if (Files.isReadable(file)) {
                return List.of("@" + file);
            }
        } catch (IOException e) {
            throw new EngineException(
                    "the flags in " + home + " cannot be read: " + FileProblem.reason(e) + "; " + ADVICE, e);
        }
        throw new EngineException(home + " has neither tornado-argfile.template nor tornado-argfile; " + ADVICE);
    }

    /** The words of a line, without the quotes that keep spaces in a word. */
    private Stream<String> words(String line) {
        return WORD.matcher(line)
                .results()
                .map(word -> word.group().replace("\"", "").replace("${" + HOME + "}", home.toString()));
    }
}
