package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.output.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training in a process of its own hears of signals, saves, and says where. */
@EnabledOnOs(OS.LINUX)
class InterruptionTest {
    private static final int LONGEST_SECONDS = 120;

    @TempDir
    private Path folder;

    /** What a process has said on standard error, and its exit status. */
    private record Ended(int status, String said) {}

    /**
     * Whoever starts the tests may ignore SIGINT, as a shell does for what it runs in the background; Java then leaves it
     * so.
     */
    private Process train(int epochs, String... more) throws IOException {
        return train("examples/iris/iris.model", epochs, more);
    }

    private Process train(String model, int epochs, String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT,TERM",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                model,
                "--epochs",
                Integer.toString(epochs),
                "--json",
                "--output",
                weights().toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("said").toFile())
                .start();
    }

    private Path weights() {
        return folder.resolve("iris.safetensors");
    }

    /** Sends a signal as soon as an epoch is done. */
    private Ended signalled(Process process, String signal) throws Exception {
        awaitEpoch(process);
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        return ended(process);
    }

    private static void awaitEpoch(Process process) throws IOException {
        var out = process.inputReader();
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains("\"loss\"")) {
                return;
            }
        }
    }

    private Ended ended(Process process) throws Exception {
        var out = process.inputReader().readAllAsString();
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out + Files.readString(folder.resolve("said")));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalSavesACheckpointAndTrainingGoesOn(String signal, int status) throws Exception {
        var run = folder.resolve("run").toString();

        var ended = signalled(train(1_000_000, "--checkpoint", run), signal);

        assertThat(ended.status()).as(ended.said()).isEqualTo(status);
        assertThat(ended.said()).contains("Interrupted. Everything is saved: pass --resume " + run);
        var resumed = ended(train(1, "--resume", run));
        assertThat(resumed.status()).as(resumed.said()).isZero();
        assertThat(resumed.said()).as("goes on, or has all epochs").contains(run + "/step-");
    }

    /**
     * A thousand layers take a while to be made ready, in which nobody looks for interrupts; and there is nothing to save.
     */
    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalBeforeTheFirstStepEndsItAtOnce(String signal, int status) throws Exception {
        var deep = Files.writeString(folder.resolve("deep.model"), """
                model Deep {
                    input  x: float[4]
                    target y: class["setosa", "versicolor", "virginica"]
                    network { x -> repeat 1000 { dense(4) } -> repeat 1000 { dense(4) } -> dense(3) -> out }
                    loss      sparse_categorical_crossentropy(out, y)
                    optimizer adam
                }
                """);
        var process = train(deep.toString(), 1_000_000, "--data", "examples/iris/iris.csv", "--no-report");
        process.inputReader().readLine();

        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        var ended = ended(process);

        assertThat(ended.status()).as(ended.said()).isEqualTo(status);
        assertThat(ended.said()).doesNotContain("The current weights");
        assertThat(weights()).doesNotExist();
    }

    @Test
    void withoutCheckpointsASignalSavesTheWeights() throws Exception {
        var ended = signalled(train(1_000_000), "INT");

        assertThat(ended.status()).as(ended.said()).isEqualTo(130);
        assertThat(ended.said()).contains("The current weights are in " + weights());
        assertThat(weights()).isNotEmptyFile();
    }

    @Test
    void twoProcessesCannotUseOneFolder() throws Exception {
        var run = folder.resolve("run").toString();
        var first = train(1_000_000, "--checkpoint", run);
        try {
            awaitEpoch(first);

            var second = ended(train(1_000_000, "--resume", run));

            assertThat(second.status()).as(second.said()).isEqualTo(ExitStatus.USER_MISTAKE);
            assertThat(second.said())
                    .contains("another training is saving its checkpoints there (process " + first.pid() + ", since ");
        } finally {
            first.destroyForcibly();
        }
    }
}
