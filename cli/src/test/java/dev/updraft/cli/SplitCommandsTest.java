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

/** Which rows of a table commands train, validate and test on. */
class SplitCommandsTest {

    @TempDir
    private Path folder = Path.of("");

    private void table(String name, int rows) throws IOException {
        var text = IntStream.range(0, rows)
                .mapToObj(row -> String.format(
                        Locale.ROOT, "P%d,2024-01-%02d,%d,%d", row % 10, 1 + row / 2, row / 2, row + row % 3))
                .collect(Collectors.joining("\n", "patient,day,age,pulse\n", "\n"));
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private Path model(String fit) throws IOException {
        return Files.writeString(folder.resolve("visits.model"), """
                model Visits {
                    input visit {
                        patient: id
                        day: date
                        age: number
                    }
                    target pulse: number
                    network { visit -> encode -> dense(1) -> y }
                    loss mse(y, pulse)
                    optimizer sgd(learning_rate: 0.01)
                    metrics mae
                    fit { epochs: 2, device: cpu, %s }
                }
                """.formatted(fit));
    }

    private CommandRun run(String command, String... more) {
        var arguments =
                new ArrayList<>(List.of(command, folder.resolve("visits.model").toString()));
        arguments.addAll(List.of(more));
        var run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.SUCCESS);
        return new CommandRun(
                run.status(), run.out().replace(folder + "/", ""), run.err().replace(folder + "/", ""));
    }

    private String weights() {
        return folder.resolve("w.safetensors").toString();
    }

    /** What a training reports of its test rows, and an evaluation of the rows that were set aside. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test_split: 'by(patient, 0.2)', validation_split: 'by(patient, 0.25)'",
                "test_split: 'last(0.2)', validation_split: 'last(0.2, by: day)'",
                "test_split: 'last(0.2, by: day)'",
                "test_split: 0.2, shuffle: false",
                "test_split: 0.2"
            })
    void evaluateUsesTheRowsThatWereSetAside(String fit) throws IOException {
        table("visits.csv", 60);
        model("data: \"visits.csv\", " + fit.replace("'", ""));
        var trained =
                run("train", "--no-report", "--json", "--output", weights()).lastEvent();
        var evaluated =
                run("evaluate", "--no-report", "--json", "--weights", weights()).lastEvent();
        assertThat(evaluated.text("evaluated_on")).isEqualTo("test");
        assertThat(evaluated.fields().get("samples")).isEqualTo(trained.fields().get("samples"));
        assertThat(evaluated.number("mae")).isEqualTo(trained.number("mae"));
    }

    @Test
    void foldsKeepGroupsTogether() throws IOException {
        table("visits.csv", 60);
        model("data: \"visits.csv\", test_split: by(patient, 0.2)");
        assertThat(run("cross-validate", "--folds", "10").out()).contains("Over 10 folds");
        var tooMany =
                CommandRun.of("cross-validate", folder.resolve("visits.model").toString(), "--folds", "11");
        assertThat(tooMany.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(tooMany.err().replace(folder + "/", ""))
                .isEqualTo("error: visits.csv: by(patient, 0.2) gives 10 groups, too few for 11 folds; use at most 10"
                        + " folds\n");
    }

    @Test
    void filesNamedForTheirPartAreToldInOneLine() throws IOException {
        table("visits/train.csv", 40);
        table("visits/valid.csv", 10);
        table("visits/test.csv", 6);
        model("data: \"visits\", validation_split: 0.2");
        var run = run("train", "--no-report", "--output", weights());
        assertThat(run.err())
                .isEqualTo("note: training on visits/train.csv, validating on visits/valid.csv, testing on"
                        + " visits/test.csv; validation_split of the model is not used\n");
        assertThat(run.out()).contains("On test data, visits/test.csv:");
        assertThat(run("evaluate", "--no-report", "--weights", weights()).out()).contains("Visits on visits/test.csv:");
    }

    @Test
    void withoutTestRowsThoseOfTheValidationAreEvaluated() throws IOException {
        table("visits/train.csv", 40);
        table("visits/dev.csv", 10);
        model("data: \"visits\"");
        var run = run("train", "--no-report", "--output", weights());
        assertThat(run.err()).isEqualTo("note: training on visits/train.csv, validating on visits/dev.csv\n");
        assertThat(run.out()).contains("On validation data, visits/dev.csv:");
        var evaluated = run(
                        "evaluate",
                        "--no-report",
                        "--json",
                        "--weights",
                        weights(),
                        "--data",
                        folder.resolve("visits").toString())
                .lastEvent();
        assertThat(evaluated.text("evaluated_on")).isEqualTo("validation");
    }
}
