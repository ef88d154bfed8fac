package dev.updraft;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a tool of this JDK in a process of its own. */
final class Forked {
    private static final long PATIENCE_SECONDS = 120;

    private Forked() {}

    /**
     * What came of it.
     *
     * @param output both streams together
     */
    record Result(int status, String output) {}

    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** What an application needs of the class path of the tests: Updraft and the libraries it runs with. */
    static String modulePath() {
        return Arrays.stream(classPath().split(File.pathSeparator, -1))
                .filter(entry -> Files.exists(Path.of(entry)))
                .filter(entry -> Path.of(entry).getFileName().toString().equals("classes")
                        || entry.matches(
                                ".*[/\\\\](updraft|antlr4|dnnl|fastcsv|jackson|javacpp|jspecify)-[^/\\\\]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    static Path tool(Path home, String name) {
        return home.resolve("bin").resolve(File.separatorChar == '/' ? name : name + ".exe");
    }

    /** A tool of the JDK that runs this test. */
    static Result run(String tool, String... arguments) throws IOException, InterruptedException {
        return run(Path.of(System.getProperty("java.home")), tool, arguments);
    }

    /** A tool of another Java. */
    static Result run(Path home, String tool, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(tool(home, tool).toString()));
        command.addAll(List.of(arguments));
        var output = Files.createTempFile("forked-", ".txt");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException(command + " did not end:\n" + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
