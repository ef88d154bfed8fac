package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.output.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models for a table that learn without a target. */
class NewTargetlessTest {
    @TempDir
    private Path folder = Path.of("");

    private Path table() throws IOException {
        var rows = IntStream.range(0, 120)
                .mapToObj(row -> String.format(
                        Locale.ROOT,
                        "S%03d,%.1f,%s,%s,n%d,word%d and word%d of %d others,%d",
                        row,
                        (row % 3) * 20 + row % 7 * 0.5,
                        row % 9 == 0 ? "" : row % 3,
                        row % 2 == 0 ? "yes" : "no",
                        row % 60,
                        row * 7 % 31,
                        row * 3 % 29,
                        row,
                        7))
                .collect(Collectors.joining("\n"));
        return Files.writeString(
                folder.resolve("shops.csv"), "id,size,class,open,town,remarks,kind\n" + rows + "\n");
    }

    private Path model() {
        return folder.resolve("shops.model");
    }

    private CommandRun write(String... more) throws IOException {
        var arguments = new ArrayList<>(List.of("new", table().toString(), "--output", model().toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private CommandRun train(String... more) {
        var arguments = new ArrayList<>(List.of(
                "train",
                model().toString(),
                "--report",
                folder.resolve("report").toString(),
                "--output",
                folder.resolve("weights.safetensors").toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void clustersAreFoundAndReported() throws IOException {
        var run = write("--with", "clusters");
        assertThat(run.err()).isEmpty();
        assertThat(Files.readString(model())).isEqualTo("""
                /// Which rows of shops.csv are alike.
                model Shops(clusters: int = 3) {
                    input shop {
                        id:      id  // different in every row
                        size:    number
                        class:   number(optional: true)
                        open:    bool
                        town:    ignore  // it has too many values to compare
                        remarks: ignore  // a text has no distance from another
                        kind:    ignore  // the same in all rows
                    }

                    network { shop -> encode -> k_means(clusters: clusters) -> cluster }

                    metrics silhouette, inertia
                    fit     { data: "shops.csv", test_split: 0.2 }
                }
                """);
        assertThat(run.out())
                .isEqualTo("%1$s: model Shops finds groups of rows from 3 columns, 1 id, 3 ignored\n"
                                .formatted(model())
                        + "  'town' is ignored: it has too many values to compare\n"
                        + "  'remarks' is ignored: a text has no distance from another\n"
                        + "  'kind' is ignored: the same in all rows\n"
                        + "Train it:  updraft train %1$s\n".formatted(model())
                        + "           --set clusters=4 finds as many; the highest silhouette fits best\n");
        var training = train("--set", "clusters=4");
        assertThat(training.status()).as(training.err()).isEqualTo(ExitStatus.SUCCESS);
        assertThat(training.out()).contains("silhouette");
        assertThat(folder.resolve("report").resolve("index.html")).content().contains("What was found");
    }

    @Test
    void anomaliesAreFoundAndReported() throws IOException {
        assertThat(write("--with", "anomalies").err()).isEmpty();
        assertThat(Files.readString(model()))
                .contains("    network { shop -> encode -> isolation_forest(contamination: contamination) -> oddness }");
        var training = train("--set", "contamination=0.05");
        assertThat(training.status()).as(training.err()).isEqualTo(ExitStatus.SUCCESS);
        assertThat(folder.resolve("report").resolve("index.html")).content().contains("Samples with the highest scores");
    }

    @ParameterizedTest
    @CsvSource({
        "clusters, --target size, --target",
        "anomalies, --classes, --classes",
    })
    void whatIsOfATargetIsRefused(String kind, String options, String option) throws IOException {
        var arguments = new ArrayList<>(List.of("--with", kind));
        arguments.addAll(List.of(options.split(" ")));
        var run = write(arguments.toArray(String[]::new));
        assertThat(run.err())
                .isEqualTo("error: --with " + kind + " learns without a target: leave out " + option
                        + ", or pass --with network, linear, trees, forest or all to predict a column\n");
        assertThat(model()).doesNotExist();
    }

    @Test
    void aTableThatHasNothingToCompareIsRefused() throws IOException {
        var texts = folder.resolve("texts.csv");
        Files.writeString(texts, "id,same\na1,x\nb2,x\nc3,x\n");
        var run = CommandRun.of("new", texts.toString(), "--with", "clusters");
        assertThat(run.err())
                .isEqualTo("error: " + texts + ": has no column whose values can be compared\n"
                        + "  'same' is ignored: the same in all rows\n  'id' is different in every row\n");
    }
}
