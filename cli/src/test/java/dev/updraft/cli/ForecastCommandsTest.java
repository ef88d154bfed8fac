package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands with a model of a time series. */
class ForecastCommandsTest {
    private static final String MODEL = """
            model Demand {
                input series: window(past: 3, order: time, by: station) {
                    time:    datetime
                    station: id
                    demand:  number
                }
                target demand: number
                network { series -> encode -> flatten -> dense(1) -> y }
                loss mse(y, demand)
                optimizer adam
                metrics mae
                fit { epochs: 1, device: cpu, data: "demand.csv", test_split: last(0.2), validation_split: last(0.2) }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void files() throws IOException {
        Files.writeString(model(), MODEL);
        table("demand.csv", 20);
    }

    private Path model() {
        return folder.resolve("demand.model");
    }

    private Path weights() {
        return folder.resolve("demand.safetensors");
    }

    /** Hours of two stations, one behind the other. */
    private Path table(String name, int hours) throws IOException {
        var rows = IntStream.range(0, 2 * hours)
                .mapToObj(row -> LocalDateTime.of(2024, 5, 1, 0, 0).plusHours(row / 2) + ","
                        + (row % 2 == 0 ? "north" : "south") + "," + (row % 7))
                .collect(Collectors.joining("\n", "time,station,demand\n", "\n"));
        return Files.writeString(folder.resolve(name), rows);
    }

    private CommandRun train() {
        var run = CommandRun.of(
                "train",
                model().toString(),
                "--no-report",
                "--output",
                weights().toString());
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private CommandRun predict(String... more) {
        var arguments = new ArrayList<>(
                List.of("predict", model().toString(), "--weights", weights().toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void rowsThatAreSetAsideAreTheLatestOfAllSeries() {
        // Of 40 rows 8 are tested on; of the other 32, 6 are validated on, and of the rest each station has 13.
        assertThat(train().out())
                .contains("20 samples and 6 for validation", "demand.csv (test share):\nsamples        8\n");
        var evaluated = CommandRun.of(
                "evaluate",
                model().toString(),
                "--no-report",
                "--weights",
                weights().toString());
        assertThat(evaluated.out()).contains("demand.csv (test share):\nsamples        8\n");
    }

    @Test
    void theForecastOfTheNewestRowsIsOneOfThePredictions() throws IOException {
        train();
        var lines = predict("--data", folder.resolve("demand.csv").toString(), "--format", "csv")
                .out()
                .lines()
                .toList();
        assertThat(lines).hasSize(1 + 2 * 18).first().isEqualTo("station,last_time,demand");
        assertThat(lines.get(1)).startsWith("north,2024-05-01T02:00,");
        assertThat(lines.getLast()).startsWith("south,2024-05-01T19:00,");

        var newest = predict("--data", table("newest.csv", 3).toString(), "--format", "jsonl");
        assertThat(newest.out().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"last_time\":\"2024-05-01T02:00\",\"demand\":"));
        assertThat(predict("--data", folder.resolve("newest.csv").toString())
                        .out()
                        .lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("after " + folder.resolve("newest.csv") + ":6\t");
    }

    @Test
    void whatIsNoWindowIsSaid() throws IOException {
        train();
        assertThat(predict("--row", "demand=3").err())
                .isEqualTo(
                        "error: --row: a row is not enough, as the model takes 3 rows that follow one another; pass a table of"
                                + " them with --data\n");
        var few = table("few.csv", 2);
        assertThat(predict("--data", few.toString()).err())
                .isEqualTo("error: " + few
                        + ": has too few rows for a window: 3 that follow one another are needed (past: 3),"
                        + " and there are at most 2 in a row among 2 series; use a smaller `past`, or more rows\n");
    }

    @Test
    void theSummarySaysWhichRowsASampleIs() {
        assertThat(CommandRun.of("summary", model().toString()).out())
                .contains(
                        "series: windows of 3 rows in the order of time, by station, with targets 1 row later\n",
                        "month, day, weekday, second as sine and cosine\n");
        assertThat(CommandRun.of("summary", "--json", model().toString()).out())
                .contains(
                        "\"windows\":\"series: windows of 3 rows in the order of time, by station, with targets 1 row later\"");
    }
}
