package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code updraft new --window}: models of time series. */
class NewForecastTest {

    @TempDir
    private Path folder = Path.of("");

    private Path table(String name, String header, int rows, IntFunction<String> row) throws IOException {
        return Files.write(
                folder.resolve(name),
                Stream.concat(Stream.of(header), IntStream.range(0, rows).mapToObj(row))
                        .toList());
    }

    /** Hours of two stations. */
    private Path demand() throws IOException {
        return table(
                "demand.csv",
                "at,station,Temp °C,demand",
                400,
                row -> LocalDateTime.of(2024, 5, 1, 0, 0).plusHours(row / 2) + (row % 2 == 0 ? ",north," : ",south,")
                        + row % 9 + ".5," + (row / 2 % 24 + row % 2 * 50 + row % 7));
    }

    private CommandRun create(Path table, String target, String... more) {
        return CommandRun.of(Stream.concat(
                        Stream.of(
                                "new", table.toString(), "--target", target, "--output", model().toString(), "--force"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private Path model() {
        return folder.resolve("forecast.model");
    }

    private String plain(String text) {
        return text.replace(folder + "/", "");
    }

    private void assertRefused(String message, Path table, String target, String... more) {
        var run = create(table, target, more);
        assertThat(plain(run.err())).isEqualTo("error: " + message + "\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void orderAndSeriesAreFoundOut() throws IOException {
        var run = create(demand(), "demand", "--window");
        assertThat(run.err()).isEmpty();
        assertThat(plain(run.out())).isEqualTo("""
                forecast.model: model Demand predicts 'demand' (a number) from 4 columns, in windows of 24 rows in the order\
                 of 'at', by 'station'
                Train it:  updraft train forecast.model
                """);
        assertThat(model()).hasContent("""
                /// Predicts demand 1 row later from the last 24 rows of demand.csv.
                model Demand {
                    input series: window(past: 24, order: at, by: station) {
                        at:      datetime
                        station: category
                        temp_c:  number "Temp °C"
                        demand:  number
                    }
                    target demand: number

                    network {
                        series -> encode -> flatten -> features
                        features -> dense(1) -> wide
                        features -> dropout(0.3) -> dense(16, activation: relu) -> dense(1, kernel_initializer: zeros) -> deep
                        wide + deep -> prediction
                    }

                    loss      mean_squared_error(prediction, demand)
                    optimizer adamw(learning_rate: 0.0003)
                    metrics   mae, r2

                    fit {
                        epochs: 200, batch_size: 32, data: "demand.csv", validation_split: last(0.1), test_split: last(0.2),
                        callbacks: [early_stopping(patience: 20, restore_best: true)]
                    }
                }
                """);
        var weights = folder.resolve("w.safetensors").toString();
        var trained = CommandRun.of(
                "train", model().toString(), "--epochs", "1", "--no-report", "--device", "cpu", "--output", weights);
        assertThat(trained.err()).isEmpty();
        assertThat(CommandRun.of(
                                "predict",
                                model().toString(),
                                "--device",
                                "cpu",
                                "--weights",
                                weights,
                                "--data",
                                demand().toString(),
                                "--format",
                                "csv")
                        .out())
                .contains("\nnorth,2024-05-09T07:00,");
    }

    @Test
    void whatIsSaidHolds() throws IOException {
        var run = create(
                demand(),
                "station",
                "--window",
                "--past",
                "5",
                "--ahead",
                "3",
                "--order",
                "at",
                "--by",
                "station",
                "--with",
                "linear");
        assertThat(plain(run.err()))
                .isEqualTo("error: demand.csv: 'station' is the target and cannot make series; name another column with"
                        + " --by\n");
        run = create(
                demand(),
                "demand",
                "--window",
                "--past",
                "5",
                "--ahead",
                "3",
                "--by",
                "station",
                "--by",
                "temp °c",
                "--with",
                "linear",
                "--json");
        assertThat(run.out()).contains("\"past\":5,\"ahead\":3,\"order\":\"at\",\"by\":[\"station\",\"Temp °C\"]");
        assertThat(model())
                .content()
                .startsWith("""
                        /// Predicts demand 3 rows later from the last 5 rows of demand.csv.
                        model Demand {
                            input series: window(past: 5, ahead: 3, order: at, by: (station, temp_c)) {
                                at:      datetime
                                station: category
                                temp_c:  id "Temp °C"
                        """)
                .contains("network { series -> encode -> flatten -> linear_regression(alpha: 0.001) -> prediction }");
    }

    @Test
    void whatIsPredictedIsSeenInThePastWhateverItLooksLike() throws IOException {
        var counted = table("counted.csv", "year,y", 30, row -> 1990 + row + "," + (row * 7 % 30 + 1));
        assertThat(create(counted, "y", "--window", "--order", "year").err()).isEmpty();
        assertThat(model()).content().contains("        year, y: number\n", "window(past: 10, order: year)");
    }

    @Test
    void wrongRequestsAreAnsweredInOneLine() throws IOException {
        assertRefused(
                "--past is for models of a time series: add --window, or omit it", demand(), "demand", "--past", "3");
        assertRefused(
                "--by is for models of a time series: add --window, or omit it", demand(), "demand", "--by", "at");
        assertRefused(
                "--window goes with --with network or --with linear, which take rows that follow one another",
                demand(),
                "demand",
                "--window",
                "--with",
                "trees");
        assertRefused(
                "demand.csv: has no column 'hour'; its columns are at, station, Temp °C, demand",
                demand(),
                "demand",
                "--window",
                "--order",
                "hour");
        assertRefused(
                "demand.csv: 'station' cannot give the order of rows, as it has neither dates nor numbers; name another"
                        + " column with --order",
                demand(),
                "demand",
                "--window",
                "--order",
                "station");
        assertRefused(
                "demand.csv: 'at' gives the order of rows and cannot make series; name another column with --by",
                demand(),
                "demand",
                "--window",
                "--by",
                "at");
        assertRefused(
                "demand.csv: has too few rows for windows of 200 and a target 1 later, as the longest series has 200, of"
                        + " which the latest are set aside; pass --past 139 or less",
                demand(),
                "demand",
                "--window",
                "--past",
                "200");
        assertRefused(
                "demand.csv: 'at' is 2024-05-01T10:00 in several rows with the same 'demand'; name the columns whose"
                        + " values make a series, each with --by",
                table(
                        "demand.csv",
                        "at,demand,x",
                        40,
                        row -> "2024-05-01T1" + row / 4 + ":00," + row % 2 + "," + row % 3),
                "x",
                "--window",
                "--by",
                "demand");
    }

    @Test
    void tablesWithoutOneOrderAreAnsweredInOneLine() throws IOException {
        assertRefused(
                "t.csv: has no column of dates; name the one that gives the order of rows, a date or a number such as a"
                        + " year, with --order",
                table("t.csv", "year,y", 30, row -> row + 1970 + "," + row % 4),
                "y",
                "--window");
        IntFunction<String> day = row -> LocalDate.of(2024, 1, 1).plusDays(row).toString();
        assertRefused(
                "t.csv: has 2 columns of dates, 'bought', 'paid'; name the one that gives the order of rows with --order",
                table("t.csv", "bought,paid,y", 30, row -> day.apply(row) + "," + day.apply(row + 2) + "," + row % 4),
                "y",
                "--window");
        assertRefused(
                "t.csv: 'day' gives the order of rows, but is missing in 1 of 30; fill the cells, remove the rows, or name"
                        + " another column with --order",
                table("t.csv", "day,y", 30, row -> (row == 7 ? "" : day.apply(row)) + "," + row % 4),
                "y",
                "--window");
        var hours = table("t.csv", "day,hour,y", 240, row -> day.apply(row / 24) + "," + row % 24 + "," + row % 4);
        assertRefused(
                "t.csv: 'day' is 2024-01-01 in several rows; name the columns whose values make a series, each with --by,"
                        + " such as --by hour",
                hours,
                "y",
                "--window");
        assertThat(create(hours, "y", "--window", "--by", "hour", "--past", "3").err())
                .isEmpty();
        assertThat(List.of(Files.readString(model()).split("\n"))).contains("        hour: id");
    }
}
