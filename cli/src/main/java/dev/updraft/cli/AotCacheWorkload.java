package dev.updraft.cli;

import dev.updraft.cli.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the AOT cache is made from: the JDK watches this run and keeps what it loads and compiles (JEP 514, JEP 515), so
 * that the commands people use most start at once.
 */
final class AotCacheWorkload {
    private AotCacheWorkload() {}

    /**
     * Checks and trains each model named.
     *
     * @param arguments {@code .model} files that bring their data
     */
    public static void main(String[] arguments) throws IOException {
        var folder = Files.createTempDirectory("updraft");
        var report = folder.resolve("report");
        var weights = folder.resolve("weights.safetensors");
        try {
            for (var model : arguments) {
                run("check", model);
                run("summary", model);
                run("train", model, "--epochs", "1", "--output", weights.toString());
                run("evaluate", model, "--weights", weights.toString(), "--json", "--report", report.toString());
            }
        } finally {
            Files.deleteIfExists(weights);
            delete(report);
            Files.deleteIfExists(folder);
        }
    }

    private static void delete(Path report) throws IOException {
        if (Files.isDirectory(report)) {
            try (var files = Files.list(report)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(report);
        }
    }

    private static void run(String... command) {
        var nowhere = new PrintWriter(Writer.nullWriter());
        UpdraftCommand.run(new Terminal(nowhere, nowhere, 80, true), command);
    }
}
