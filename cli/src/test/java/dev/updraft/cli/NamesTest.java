package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.output.ExitStatus;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In the locale C, that of containers and cron, Java cannot decode names; no two of them become one. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class NamesTest {
    private static final String MODEL = """
            model Cls {
                input  x: float[2, 2, 1]
                target y: class[2]
                network { x -> flatten -> dense(2) -> logits }
                loss      sparse_categorical_crossentropy(logits, y)
                optimizer adam
                metrics   accuracy
                fit { epochs: 1, batch_size: 2%s }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    /** What a process has said, and its exit status. */
    private record Ended(int status, String said) {}

    @BeforeEach
    void writeAModel() throws IOException {
        Files.writeString(folder.resolve("cls.model"), MODEL.formatted(""));
    }

    private Ended shell(String script) throws IOException, InterruptedException {
        return run(List.of("sh", "-c", script));
    }

    private Ended updraft(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Path.of("").toAbsolutePath().resolve("cli/target/classes") + ":"
                        + System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Ended run(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        var said = process.inputReader(java.nio.charset.StandardCharsets.UTF_8).readAllAsString();
        return new Ended(process.waitFor(), said);
    }

    /** @param octal the bytes of two names, as {@code printf} has them */
    private void classFolders(String first, String second) throws Exception {
        ImageIO.write(
                new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                folder.resolve("a.png").toFile());
        var made = shell("for n in '" + first + "' '" + second + "'; do d=data/$(printf \"$n\"); mkdir -p \"$d\";"
                + " for i in 1 2 3 4; do cp a.png \"$d/$i.png\"; done; done");
        assertThat(made.status()).as(made.said()).isZero();
    }

    private Ended train(String... more) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of(
                "train",
                "cls.model",
                "--data",
                "data",
                "--device",
                "reference",
                "--no-report",
                "--output",
                "w.safetensors"));
        arguments.addAll(List.of(more));
        return updraft(arguments.toArray(String[]::new));
    }

    @Test
    void classesInUtf8KeepTheirNames() throws Exception {
        classFolders("\\303\\244", "\\303\\266");

        var ended = train();

        assertThat(ended.status()).as(ended.said()).isZero();
        assertThat(ended.said()).containsPattern("ä .* 4\n").containsPattern("ö .* 4\n");
    }

    @Test
    void classesThatCannotBeReadAreNotOneClass() throws Exception {
        classFolders("\\344", "\\366");

        var ended = train();

        assertThat(ended.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(ended.said())
                .contains("cannot be read in this locale", "set LC_ALL=C.UTF-8")
                .doesNotContain("Epoch 1/1");
    }

    @Test
    void predictionsKeepTheNamesOfTheirImages() throws Exception {
        classFolders("a", "b");
        assertThat(train().status()).isZero();
        shell("mkdir new; cp a.png new/$(printf '\\303\\244').png; cp a.png new/$(printf '\\303\\266').png");

        var ended = updraft(
                "predict", "cls.model", "--data", "new", "--weights", "w.safetensors", "--quiet", "--device", "cpu");

        assertThat(ended.said().lines().map(line -> line.split("\t")[0])).containsExactly("new/ä.png", "new/ö.png");
    }

    @Test
    void anArgumentThatCannotBeReadIsTold() throws Exception {
        var ended = train("--data", "ä.csv");

        assertThat(ended.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(ended.said())
                .contains("cannot be read in this locale; set LC_ALL=C.UTF-8")
                .doesNotContain("Sorry");
    }

    @Test
    void aPathInAModelThatCannotBeWrittenIsTold() throws Exception {
        classFolders("a", "b");
        for (var setting : List.of("data: \"ä.csv\"", "callbacks: [csv_log(\"ä.csv\")]")) {
            Files.writeString(folder.resolve("cls.model"), MODEL.formatted(", " + setting));

            var ended = setting.startsWith("data") ? updraft("train", "cls.model", "--no-report") : train();

            assertThat(ended.status()).as(ended.said()).isEqualTo(ExitStatus.USER_MISTAKE);
            assertThat(ended.said())
                    .contains("cannot be a path in this locale; set LC_ALL=C.UTF-8")
                    .doesNotContain("Sorry");
        }
    }
}
