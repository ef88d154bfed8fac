package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.updraft.Updraft;
import dev.updraft.cli.output.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Training with a real disk that is full: what people are told, and what they still have. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FullDiskTest {
    @TempDir
    private Path folder;

    private Path disk = Path.of("");

    /** What a process has said, and its exit status. */
    private record Ended(int status, String said) {}

    @BeforeEach
    void requireMounts() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        var probe = onFullDisk(List.of("true"));
        assumeThat(probe.status())
                .as("a disk in memory could not be mounted: " + probe.said())
                .isZero();
    }

    /** Runs a command on a disk in memory that is full. Only that process sees the disk, which goes away with it. */
    private Ended onFullDisk(List<String> command) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("unshare", "--map-root-user", "--mount", "sh", "-c"));
        all.add("mount -t tmpfs -o size=64k tmpfs \"$0\" && head -c 64k /dev/zero >\"$0/ballast\" && \"$@\""
                + " && code=0 || code=$?; ls -A \"$0\" && exit $code");
        all.add(disk.toString());
        all.addAll(command);
        var process = new ProcessBuilder(all).redirectErrorStream(true).start();
        var said = process.inputReader().readAllAsString();
        return new Ended(process.waitFor(), said);
    }

    private Ended train(String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "examples/iris/iris.model",
                "--epochs",
                "3"));
        command.addAll(List.of(more));
        var ended = onFullDisk(command);
        assertThat(ended.said()).contains("No space left on device").doesNotContain("\tat ", "Exception");
        return ended;
    }

    private String weights() {
        return folder.resolve("iris.safetensors").toString();
    }

    @Test
    void aCheckpointThatCannotBeWrittenIsAnErrorBeforeTraining() throws Exception {
        var ended = train("--checkpoint", disk.resolve("run").toString(), "--output", weights());

        assertThat(ended.status()).as(ended.said()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(ended.said()).contains(disk.resolve("run") + ": ").doesNotContain("Epoch 1/3");
        assertThat(Path.of(weights())).doesNotExist();
    }

    @Test
    void weightsGoElsewhere() throws Exception {
        var ended = train("--output", disk.resolve("iris.safetensors").toString());

        assertThat(ended.status()).as(ended.said()).isEqualTo(ExitStatus.USER_MISTAKE);
        var place = Pattern.compile("they are in (.*) instead").matcher(ended.said());
        assertThat(place.find()).as(ended.said()).isTrue();
        try (var model = Updraft.load(Path.of(place.group(1)))) {
            assertThat(model.classNames()).hasSize(3);
        }
        assertThat(ended.said())
                .contains("On validation data", "warning: no report was written")
                .endsWith("\nballast\n");
    }

    @Test
    void aReportThatCannotBeWrittenIsAWarning() throws Exception {
        var ended =
                train("--output", weights(), "--report", disk.resolve("report").toString());

        assertThat(ended.status()).as(ended.said()).isZero();
        assertThat(ended.said()).contains("the report cannot be written (No space left on device)");
        assertThat(Path.of(weights())).isNotEmptyFile();
        assertThat(ended.said()).endsWith("\nballast\n");
    }

    @Test
    void logsAndModelsOnTheWayAreNoticesAndTrainingGoesOn() throws Exception {
        var ended = train(
                "--output",
                weights(),
                "--callback",
                "csv_log(\"" + disk.resolve("log.csv") + "\")",
                "--callback",
                "json_log(\"" + disk.resolve("log.jsonl") + "\")",
                "--tensorboard",
                disk.resolve("events").toString(),
                "--save-best",
                disk.resolve("best.safetensors").toString());

        assertThat(ended.status()).as(ended.said()).isZero();
        assertThat(ended.said())
                .contains("Epoch 3/3", "csv_log cannot write", "json_log cannot write", "tensorboard cannot write")
                .contains("save_best has not saved the model of epoch 1", "it is incomplete");
        assertThat(Path.of(weights())).isNotEmptyFile();
    }
}
