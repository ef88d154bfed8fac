package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.updraft.cli.output.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What training writes takes the place of what it wrote before, and of nothing else; that is seen before it begins. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OutputFilesTest {
    private static final String IRIS = "examples/iris/iris.model";

    @TempDir
    private Path folder = Path.of("");

    private Path mine = Path.of("");

    @BeforeEach
    void writeAFile() throws IOException {
        mine = Files.writeString(folder.resolve("mine"), "model Mine {\n");
    }

    private CommandRun train(String... more) {
        var arguments =
                new ArrayList<>(List.of("train", IRIS, "--device", "reference", "--epochs", "1", "--no-report"));
        if (!List.of(more).contains("--output")) {
            arguments.addAll(List.of("--output", folder.resolve("w.safetensors").toString()));
        }
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static void assertRefused(CommandRun run, String problem) {
        assertThat(run.err()).contains(problem);
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.out()).doesNotContain("Epoch 1/1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--output FILE",
                "--save-best FILE",
                "--callback save_best(\"FILE\")",
                "--callback save_every(\"FILE\",epochs:1)",
                "--callback csv_log(\"FILE\")",
                "--callback json_log(\"FILE\")",
                "--tensorboard FILE",
                "--checkpoint FILE",
                "--report FILE"
            })
    void aFileOfAnotherKindIsLeftAlone(String option) {
        var parts = option.replace("FILE", mine.toString()).split(" ");
        var run = option.startsWith("--report")
                ? CommandRun.of(
                        "train",
                        IRIS,
                        "--device",
                        "reference",
                        "--epochs",
                        "1",
                        "--output",
                        folder.resolve("w.safetensors").toString(),
                        parts[0],
                        parts[1])
                : train(parts);

        assertRefused(run, mine.toString());
        assertThat(mine).hasContent("model Mine {\n");
        assertThat(folder.resolve("w.safetensors")).doesNotExist();
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(
            strings = {
                "--output FILE",
                "--save-best FILE",
                "--callback save_every(\"FILE\",epochs:1)",
                "--callback csv_log(\"FILE\")",
                "--callback json_log(\"FILE\")"
            })
    void aPipeIsLeftAlone(String option) throws Exception {
        var pipe = special("mkfifo", folder.resolve("pipe").toString());

        assertRefused(train(option.replace("FILE", pipe.toString()).split(" ")), "is a pipe, not a file");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @ParameterizedTest
    @DisabledOnOs({OS.WINDOWS, OS.MAC})
    @CsvSource(
            delimiter = '|',
            value = {
                "--output FILE | 3",
                "--save-best FILE | 3",
                "--callback csv_log(\"FILE\") | 3",
                "--output FILE | 7",
                "--save-best FILE | 7",
                "--callback json_log(\"FILE\") | 7"
            })
    void aDeviceStaysADevice(String option, String minor) throws Exception {
        var device = special("mknod", folder.resolve("device").toString(), "c", "1", minor);

        var run = train(option.replace("FILE", device.toString()).split(" "));

        assertThat(run.status()).as(run.err()).isEqualTo(minor.equals("3") ? 0 : 1);
        assertThat(Files.exists(device) && !Files.isRegularFile(device)).isTrue();
        try (var inside = Files.list(folder)) {
            assertThat(inside.map(Path::getFileName).map(Path::toString)).isSubsetOf("mine", "device", "w.safetensors");
        }
    }

    private static Path special(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = process.inputReader().readAllAsString();
        assumeThat(process.waitFor()).as(said).isZero();
        return Path.of(command[1]);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksStayLinks() throws IOException {
        var weights = Files.createSymbolicLink(folder.resolve("link"), Path.of("real.safetensors"));
        var report = Files.createSymbolicLink(folder.resolve("report"), Path.of("real-report"));
        for (var round = 0; round < 2; round++) {
            var run = CommandRun.of(
                    "train", IRIS, "--device", "reference", "--epochs", "1", "--output", weights.toString());

            assertThat(run.status()).as(run.err()).isZero();
            assertThat(weights).isSymbolicLink();
            assertThat(report).isSymbolicLink();
            assertThat(folder.resolve("real.safetensors")).isRegularFile().isNotEmptyFile();
            assertThat(folder.resolve("real-report").resolve("index.html")).isNotEmptyFile();
        }
    }
}
