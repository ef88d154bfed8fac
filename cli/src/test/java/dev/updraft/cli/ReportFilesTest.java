package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of classes come from the data, and reach neither the names nor the places of files. */
class ReportFilesTest {
    private static final String MODEL = """
            model Odd {
                input  x: float[2]
                target y: class[3]
                network { x -> dense(3) -> logits }
                loss      sparse_categorical_crossentropy(logits, y)
                optimizer sgd
                metrics   recall(average: per_class), precision(average: per_class)
                fit { epochs: 2, batch_size: 2, data: "odd.csv" }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void oddNamesOfClassesStayInTheReport() throws IOException {
        var inner = Files.createDirectories(folder.resolve("a/b"));
        var file = Files.writeString(inner.resolve("odd.model"), MODEL);
        var rows = new StringBuilder("x0,x1,y\n");
        for (var i = 0; i < 12; i++) {
            rows.append(String.format(
                    Locale.ROOT, "%d,%d,%s\n", i, 12 - i, new String[] {"../../up", "T-shirt/top", "a?b*"}[i % 3]));
        }
        Files.writeString(inner.resolve("odd.csv"), rows);

        var output = inner.resolve("odd.safetensors").toString();
        var run = CommandRun.of("train", file.toString(), "--device", "cpu", "--output", output);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("recall[../../up]").doesNotContain("warning");
        try (var above = Files.walk(folder)) {
            assertThat(above.filter(Files::isRegularFile))
                    .allMatch(path -> path.startsWith(inner))
                    .anyMatch(path -> path.endsWith("report/curve-recall_of_each_class.svg"));
        }
    }

    @Test
    void aFolderThatTakesNoReportIsSeenBeforeTraining() throws IOException {
        var file = Files.writeString(folder.resolve("odd.model"), MODEL);
        Files.writeString(folder.resolve("odd.csv"), "x0,x1,y\n0,1,a\n1,0,b\n1,1,c\n0,0,a\n");

        var run = CommandRun.of("train", file.toString(), "--device", "cpu", "--report", folder.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("contains other files than a report").contains("--report DIR");
        assertThat(run.out()).doesNotContain("Epoch");
    }
}
