package dev.updraft;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.TrainValidationSplit;
import dev.updraft.engine.Engine;
import dev.updraft.report.Report;
import dev.updraft.training.FitOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose input is a window of rows of a time series. */
class WindowsTest {
    private static final String DEMAND = """
            model Demand {
                input series: window(past: 4, order: time, by: station) {
                    time: datetime
                    station: id
                    temperature: number(optional: true)
                    kind: category(most: 3)
                    remarks: text(most: 2)
                    demand: number
                }
                target demand: number
                network {
                    warm = series.temperature -> imputation(fill: median) -> normalization
                    concat(series -> encode, warm) -> flatten -> dense(4, activation: relu) -> dense(1) -> y
                }
                loss mse(y, demand)
                optimizer adam(learning_rate: 0.01)
                metrics mae
                fit { epochs: 3, batch_size: 8, device: cpu }
            }
            """;

    /** Of which a network sees a number alone. */
    private static final String NUMBERS = """
            model Numbers {
                input row: window(%s) {
                    day: number
                    shop: id
                    sales: number
                }
                target %s
                network { row.sales -> flatten -> dense(%s) -> y }
                loss mse(y, sales)
                optimizer adam
                fit { epochs: 1, device: reference }
            }
            """;

    @TempDir
    private Path folder;

    private final List<String> notices = new ArrayList<>();

    private Model model(String text) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("model.model"), text))
                .on();
    }

    private Model numbers(String window, String target, int outputs) throws IOException {
        return model(NUMBERS.formatted(window, target, outputs));
    }

    private Dataset table(String text, Model model) {
        return table(text, model, true);
    }

    private Dataset table(String text, Model model, boolean withTargets) {
        return Datasets.table(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                "sales.csv",
                withTargets ? model.dataSpec() : model.inputSpec(),
                new Progress() {
                    @Override
                    public void update(String what, long done, long total, Unit unit) {}

                    @Override
                    public void notice(String sentence) {
                        notices.add(sentence);
                    }
                });
    }

    /** Days of shops, {@code a} with sales 1, 2, 3, … and {@code b} with 101, 102, …. */
    private static String sales(int a, int b) {
        return Stream.concat(
                        IntStream.rangeClosed(1, a).mapToObj(day -> day + ",a," + day),
                        IntStream.rangeClosed(1, b).mapToObj(day -> day + ",b," + (100 + day)))
                .collect(Collectors.joining("\n", "day,shop,sales\n", "\n"));
    }

    /** The sales of each window, and behind an arrow its target. */
    private static List<String> windows(Dataset data) {
        var windows = Objects.requireNonNull(data.windows());
        var sales = (dev.updraft.data.ColumnValues.Numbers)
                windows.rows().columns(0).get(2);
        var found = new ArrayList<String>();
        for (var sample = 0; sample < data.size(); sample++) {
            var first = windows.first(sample);
            found.add(IntStream.range(first, first + windows.window().past())
                            .mapToObj(row -> whole(sales.at(row)))
                            .collect(Collectors.joining(" "))
                    + " -> " + target(data, sample));
        }
        return found;
    }

    private static String whole(double number) {
        return Long.toString(Math.round(number));
    }

    private static String target(Dataset data, int sample) {
        if (data.targets().isEmpty()) {
            return "?";
        }
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(data.targets().getFirst().bytes(), Float.BYTES);
            data.copyTarget(0, sample, room, 0);
            return Stream.of(room.toArray(JAVA_FLOAT))
                    .flatMap(values -> IntStream.range(0, values.length).mapToObj(i -> whole(values[i])))
                    .collect(Collectors.joining(" "));
        }
    }

    @Test
    void aWindowHasRowsThatFollowOneAnotherAndATargetBehindThem() throws IOException {
        try (var model = numbers("past: 3, order: day, by: shop", "sales: number", 1)) {
            assertThat(windows(table(sales(5, 4), model)))
                    .containsExactly("1 2 3 -> 4", "2 3 4 -> 5", "101 102 103 -> 104");
        }
        try (var model = numbers("past: 2, ahead: 2, stride: 2, order: day, by: shop", "sales: number", 1)) {
            // The newest target is one of them.
            assertThat(windows(table(sales(7, 4), model))).containsExactly("2 3 -> 5", "4 5 -> 7", "101 102 -> 104");
        }
        try (var model = numbers("past: 2, ahead: 2, order: day, by: shop", "sales: number[2]", 2)) {
            assertThat(windows(table(sales(5, 2), model))).containsExactly("1 2 -> 3 4", "2 3 -> 4 5");
        }
    }

    @Test
    void withoutAColumnRowsAreInTheOrderOfTheTable() throws IOException {
        try (var model = numbers("past: 2", "sales: number", 1)) {
            var data = table("day,shop,sales\n3,a,1\n1,b,2\n1,a,3\n2,a,4\n9,a,5\n", model);
            assertThat(windows(data)).containsExactly("1 2 -> 3", "2 3 -> 4", "3 4 -> 5");
            assertThat(notices).isEmpty();
            var split = TrainValidationSplit.of(data, DataSplit.last(0.2), model.dataSpec(), 0);
            assertThat(windows(split.train())).containsExactly("1 2 -> 3", "2 3 -> 4");
            assertThat(windows(split.validation())).containsExactly("3 4 -> 5");
            assertThat(Objects.requireNonNull(data.windows()).time(0)).isEqualTo("sales.csv:3");
        }
    }

    @Test
    void theTargetMayBeThatOfTheLastRow() throws IOException {
        try (var model = model("""
                model State {
                    input row: window(past: 2, ahead: 0, order: day) {
                        day: number
                        load: number
                    }
                    target state: class["off", "on"]
                    network { row -> encode -> flatten -> dense(1) -> logit }
                    loss binary_crossentropy(logit, state)
                    optimizer adam
                    metrics accuracy
                    fit { epochs: 1, device: reference }
                }
                """)) {
            var data = table("day,load,state\n1,5,on\n2,6,off\n3,,on\n4,5,\n5,7,on\n".replace("3,,", "3,8,"), model);
            assertThat(IntStream.range(0, data.size()).mapToObj(data::sampleName))
                    .containsExactly("sales.csv:3", "sales.csv:4", "sales.csv:6");
            assertThat(notices).containsExactly("sales.csv: 1 of 4 windows are left out, since their target is empty");
            model.fit(data);
            assertThat(model.evaluate(data).metric("accuracy")).isBetween(0.0, 1.0);
        }
    }

    @Test
    void whatIsPredictedIsOfTheNewestRowsToo() throws IOException {
        try (var model = numbers("past: 3, order: day, by: shop", "sales: number", 1)) {
            var data = table(sales(4, 3), model, false);
            assertThat(windows(data)).containsExactly("1 2 3 -> ?", "2 3 4 -> ?", "101 102 103 -> ?");
            assertThat(IntStream.range(0, 3).mapToObj(data::sampleName))
                    .containsExactly("after sales.csv:4", "after sales.csv:5", "after sales.csv:8");
            assertThat(IntStream.range(0, 3).mapToObj(Objects.requireNonNull(data.windows())::time))
                    .containsExactly("3", "4", "3");
        }
    }

    private static List<String> demand(int hours, long seed) {
        var random = new Random(seed);
        var lines = new ArrayList<String>();
        for (var station : List.of("north", "south")) {
            for (var hour = 0; hour < hours; hour++) {
                var time = LocalDateTime.of(2024, 3, 1, 0, 0).plusHours(hour);
                lines.add("%s,%s,%s,%s,%s,%s"
                        .formatted(
                                time,
                                station,
                                random.nextInt(9) == 0 ? "" : random.nextInt(30),
                                List.of("work", "rest", "feast").get(random.nextInt(3)),
                                List.of("very calm", "windy", "").get(random.nextInt(3)),
                                (station.equals("north") ? 10 : 30) + random.nextInt(9)));
            }
        }
        return lines;
    }

    private static String demandTable(List<String> lines) {
        return "time,station,temperature,kind,remarks,demand\n" + String.join("\n", lines) + "\n";
    }

    private float[] trainedPredictions(List<String> lines) throws IOException {
        try (var model = model(DEMAND)) {
            var data = table(demandTable(lines), model);
            model.fit(data, new FitOptions(3, 8, DataSplit.last(0.2), null, null));
            return joined(model.predict(data));
        }
    }

    private static float[] joined(List<float[]> rows) {
        var all = new float[rows.size()];
        for (var i = 0; i < all.length; i++) {
            all[i] = rows.get(i)[0];
        }
        return all;
    }

    @Test
    void theOrderOfRowsInTheTableDoesNotMatter() throws IOException {
        var lines = demand(40, 1);
        var expected = trainedPredictions(lines);
        assertThat(notices).isEmpty();
        var shuffled = new ArrayList<>(lines);
        Collections.shuffle(shuffled, new Random(2));

        assertThat(trainedPredictions(shuffled)).containsExactly(expected);
        assertThat(notices).contains("sales.csv: the rows are not in the order of time, and are taken in it");
    }

    @Test
    void nothingIsLearntOfRowsThatAreSetAside() throws IOException {
        var lines = demand(40, 1);
        var changed = new ArrayList<>(lines);
        for (var station = 0; station < 2; station++) {
            for (var hour = 32; hour < 40; hour++) {
                var cells = lines.get(40 * station + hour).split(",", -1);
                cells[2] = "1000";
                cells[3] = "strange";
                cells[4] = "unheard of";
                cells[5] = "7777";
                changed.set(40 * station + hour, String.join(",", cells));
            }
        }
        assertThat(weights(changed)).isEqualTo(weights(lines));
        changed.set(31, lines.get(31).replaceAll("[0-9]+$", "11111"));
        assertThat(weights(changed)).isNotEqualTo(weights(lines));
    }

    private List<Float> weights(List<String> lines) throws IOException {
        try (var model = model(DEMAND.replace("north", "north"))) {
            var data = table(demandTable(lines), model);
            var split = TrainValidationSplit.forTest(data, DataSplit.last(0.2), model.dataSpec(), 0);
            model.fit(split.train());
            // Of rows that are the same in both tables.
            return IntStream.range(0, 10)
                    .mapToObj(sample ->
                            model.predict(split.train().samples(sample)).getFirst()[0])
                    .toList();
        }
    }

    @Test
    void statisticsCountEachRowOnce() throws IOException {
        try (var model = model("""
                model Numbers {
                    input row: window(past: 3, order: day, by: shop) {
                        day: number
                        shop: id
                        sales: number
                    }
                    target sales: number
                    network {
                        row -> encode -> codes
                        row.sales * 1 + 0 * row.day -> normalization -> normal
                        concat(codes, normal) -> flatten -> dense(1) -> y
                    }
                    loss mse(y, sales)
                    optimizer adam
                    fit { epochs: 1, device: reference }
                }
                """)) {
            var data = table(sales(5, 4), model);
            model.fit(data);

            // The last row of a shop is no window's, only its target.
            var rows = new double[] {1, 2, 3, 4, 101, 102, 103};
            var mean = Arrays.stream(rows).average().orElseThrow();
            var deviation = Math.sqrt(Arrays.stream(rows)
                    .map(row -> (row - mean) * (row - mean))
                    .average()
                    .orElseThrow());
            for (var name : List.of("codes", "normal")) {
                var values = model.predict(data, name).getFirst();
                assertThat(values).hasSize(3);
                for (var i = 0; i < 3; i++) {
                    assertThat((double) values[i]).isCloseTo((i + 1 - mean) / deviation, within(2e-5));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void aForecastIsThatWrittenByHand(String device) throws IOException {
        var text = """
                model Drift {
                    input row: window(past: 3, order: day, by: shop) {
                        day: number
                        shop: id
                        sales: number
                        open: category["no", "yes"]
                        extra: number(optional: true)
                    }
                    network {
                        x = row.sales[:, :, 0]
                        bonus = row.extra -> imputation(fill: 7) -> flatten
                        isOpen = one_hot(row.open, 4)
                        y = x[:, 2] + (x[:, 2] - x[:, 0]) / 2 + 1000 * bonus[:, 1] + isOpen[:, 2, 3]
                    }
                    fit { device: %s }
                }
                """.formatted(device);
        try (var model = model(text)) {
            var data = Datasets.of(List.of(
                    Map.of("day", 3, "shop", "b", "sales", 5, "open", "yes"),
                    Map.of("day", 1, "shop", "b", "sales", 1, "open", "yes", "extra", 1),
                    Map.of("day", 2, "shop", "b", "sales", 2, "open", "no", "extra", 2),
                    Map.of("day", 4, "shop", "b", "sales", 9, "open", "no"),
                    Map.of("day", 1, "shop", "a", "sales", 1, "open", "no")));

            assertThat(joined(model.predict(data))).containsExactly(5 + 2 + 2000 + 1, 9 + 3.5f + 7000);
        }
    }

    @Test
    void enginesAgree() throws IOException {
        var lines = demand(30, 3);
        var predictions = new ArrayList<float[]>();
        for (var device : List.of("reference", "cpu")) {
            try (var model = model(DEMAND.replace("device: cpu", "device: " + device))) {
                var data = table(demandTable(lines), model);
                model.fit(data);
                predictions.add(joined(model.predict(data)));
            }
        }
        assertThat(predictions.getFirst()).hasSize(52);
        for (var i = 0; i < 52; i++) {
            assertThat(predictions.getFirst()[i]).isCloseTo(predictions.getLast()[i], within(0.02f));
        }
    }

    @Test
    void severalRowsAreLearntInOneUnit() throws IOException {
        var text = NUMBERS.formatted("past: 4, ahead: 3, order: day, by: shop", "sales: number[3]", 3)
                .replace("row.sales", "row -> encode")
                .replace("adam", "lbfgs");
        try (var model = model(text)) {
            var data = table(sales(60, 60), model);
            model.fit(data, new FitOptions(50, 16, null, null, null));

            var predicted = model.predict(data).getLast();
            assertThat(predicted).hasSize(3);
            for (var i = 0; i < 3; i++) {
                assertThat((double) predicted[i]).isCloseTo(158 + i, within(0.1));
            }
        }
    }

    @Test
    void aClassIsPredictedToo() throws IOException {
        try (var model = model("""
                model Weather {
                    input days: window(past: 2, order: day) {
                        day: date
                        weather: category
                        wind: number
                    }
                    target weather: class
                    network { days -> encode -> flatten -> dense(3) -> logits }
                    loss sparse_categorical_crossentropy(logits, weather)
                    optimizer adam(learning_rate: 0.1)
                    metrics accuracy
                    fit { epochs: 60, device: cpu }
                }
                """)) {
            var names = List.of("sun", "rain", "fog");
            var table = IntStream.range(0, 60)
                    .mapToObj(
                            i -> LocalDateTime.of(2024, 1, 1, 0, 0).plusDays(i).toLocalDate() + "," + names.get(i % 3)
                                    + "," + i % 7)
                    .collect(Collectors.joining("\n", "day,weather,wind\n", "\n"));
            var data = table(table, model);
            model.fit(data);

            assertThat(model.classNames()).containsExactly("fog", "rain", "sun");
            var evaluation = model.evaluate(data);
            assertThat(evaluation.metric("accuracy")).isEqualTo(1);
            var others = table(table.replace("sun", "?").replace("rain", "sun").replace("?", "rain"), model);
            var report = Report.of(model)
                    .evaluated("test", model.evaluate(others), others)
                    .save(folder.resolve("report"));
            assertThat(Files.readString(report.page())).contains(">window<");
        }
    }

    @Test
    void aSavedModelForecastsTheSame() throws IOException {
        var weights = folder.resolve("demand.safetensors");
        float[] expected;
        try (var model = model(DEMAND)) {
            var data = table(demandTable(demand(30, 4)), model);
            model.fit(data);
            expected = joined(model.predict(table(demandTable(demand(12, 5)), model, false)));
            model.save(weights);
        }
        try (var model = Updraft.load(weights)) {
            assertThat(joined(model.predict(table(demandTable(demand(12, 5)), model, false))))
                    .containsExactly(expected);
        }
    }

    @Test
    void rowsAreSplitBeforeTheirWindows() throws IOException {
        try (var model = numbers("past: 2, order: day, by: shop", "sales: number", 1)) {
            var data = table(sales(10, 10), model);
            var last = TrainValidationSplit.forTest(data, DataSplit.last(0.2), model.dataSpec(), 0);
            assertThat(windows(last.train())).hasSize(12).contains("6 7 -> 8").doesNotContain("7 8 -> 9");
            // What comes before is known when a forecast is made.
            assertThat(windows(last.validation()))
                    .containsExactly("7 8 -> 9", "8 9 -> 10", "107 108 -> 109", "108 109 -> 110");
            var rest = TrainValidationSplit.of(last.train(), DataSplit.last(0.25), model.dataSpec(), 0);
            assertThat(windows(rest.train())).hasSize(8).contains("4 5 -> 6").doesNotContain("5 6 -> 7");
            assertThat(windows(rest.validation()))
                    .containsExactly("5 6 -> 7", "6 7 -> 8", "105 106 -> 107", "106 107 -> 108");

            var groups = TrainValidationSplit.of(data, DataSplit.by("shop", 0.5), model.dataSpec(), 0);
            assertThat(groups.train().size()).isEqualTo(8);
            assertThat(windows(groups.train())).noneMatch(windows(groups.validation())::contains);
        }
        try (var model = numbers("past: 2, ahead: 2, order: day, by: shop", "sales: number[2]", 2)) {
            var split = TrainValidationSplit.of(table(sales(10, 0), model), DataSplit.last(0.3), model.dataSpec(), 0);
            // A window with targets in both parts is in neither.
            assertThat(windows(split.train())).endsWith("4 5 -> 6 7").hasSize(4);
            assertThat(windows(split.validation())).containsExactly("6 7 -> 8 9", "7 8 -> 9 10");
        }
    }

    @Test
    void foldsAreInOrder() throws IOException {
        var text = NUMBERS.formatted("past: 2, order: day, by: shop", "sales: number", 1)
                .replace("epochs: 1", "epochs: 1, test_split: last(0.2)");
        try (var model = model(text)) {
            assertThat(crossValidated(model).folds()).hasSize(3);
        }
        try (var model = model(text.replace(", test_split: last(0.2)", ""))) {
            assertThatThrownBy(() -> crossValidated(model))
                    .isInstanceOf(DataException.class)
                    .hasMessage(
                            "sales.csv: the data cannot be cut into folds at random: windows of rows overlap, so that a"
                                    + " share chosen at random would be known from training; write last(0.2), the latest rows, or"
                                    + " by(shop, 0.2), whole series");
        }
    }

    private CrossValidation crossValidated(Model model) {
        var data = table(sales(12, 12), model);
        var options = new Engine.Options(1, 0);
        return model.compiled().crossValidate(data, 3, Device.reference(), options, FitOptions.NONE);
    }

    private void assertRefused(String table, String message) throws IOException {
        assertRefused("past: 2, order: day, by: shop", table, message);
    }

    private void assertRefused(String window, String table, String message) throws IOException {
        try (var model = numbers(window, "sales: number", 1)) {
            assertThatThrownBy(() -> table(table, model))
                    .isInstanceOf(DataException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void whatIsWrongWithRowsIsSaid() throws IOException {
        assertRefused(
                "day,shop,sales\n1,a,1\n2,a,2\n2,b,3\n1,b,4\n1,a,5\n",
                "sales.csv:6: day is 1, as in sales.csv:2 (1 of 5 rows have the time of another); remove rows that are there"
                        + " twice, or name a further column in by: (shop, …)");
        assertRefused(
                "past: 2, order: day",
                "day,shop,sales\n1,a,1\n1,b,2\n2,a,3\n",
                "sales.csv:3: day is 1, as in sales.csv:2 (1 of 3 rows have the time of another); if the table has several"
                        + " series, name the column that tells them apart, as in window(…, by: station)");
        assertRefused(
                "day,shop,sales\n1,a,1\n,a,2\n",
                "sales.csv:3: column day: is missing, so that the order of the rows is not known; fill the cell, or remove the"
                        + " row");
        assertRefused(
                "day,shop,sales\n1,a,1\n2,,2\n",
                "sales.csv:3: column shop: is missing, so that its series is not known; fill the cell, or remove the row");
        assertRefused(
                "day,sales\n1,1\n2,2\n",
                "sales.csv: has no column 'shop', which tells the series of its rows apart; add it, or remove it from `by`");
        assertRefused(
                sales(2, 1),
                "sales.csv: has too few rows for a window: 3 that follow one another are needed (past: 2, ahead: 1), and there"
                        + " are at most 2 in a row among 2 series; use a smaller `past`, or more rows");
        assertRefused(
                "day,shop,sales\n1,a,1\n2,a,2\n3,a,\n",
                "sales.csv: no window has a target: the cells that are `ahead` of windows are empty");
    }

    @Test
    void whatIsLeftOutIsSaid() throws IOException {
        try (var model = numbers("past: 3, order: day, by: shop", "sales: number", 1)) {
            var data = table(sales(5, 3).replace("5,a,5", "9,a,9"), model);
            assertThat(data.size()).isEqualTo(2);
            assertThat(notices)
                    .containsExactly(
                            "sales.csv: rows are usually 1 apart in day, but 1 of 6 steps are far from that, the first between"
                                    + " 4 and 9 (sales.csv:6); windows take rows as evenly spaced",
                            "sales.csv: 1 of 2 series have fewer than 4 rows, too few for a window, and are left out; the first"
                                    + " is b");
        }
    }

    @Test
    void noWindowCrossesAGap() throws IOException {
        var text = NUMBERS.formatted("past: 2, order: day, by: shop, every: \"24h\"", "sales: number", 1)
                .replace("day: number", "day: date");
        try (var model = model(text)) {
            var days = Stream.of("01-30,1", "01-31,2", "02-01,3", "02-03,4", "02-04,5", "02-05,6", "02-06,7")
                    .map(day -> "2024-" + day.replace(",", ",a,"))
                    .collect(Collectors.joining("\n", "day,shop,sales\n", "\n"));
            assertThat(windows(table(days, model))).containsExactly("1 2 -> 3", "4 5 -> 6", "5 6 -> 7");
            assertThat(notices)
                    .containsExactly("sales.csv: there is a gap in the order of day, between 2024-02-01 and 2024-02-03"
                            + " (sales.csv:5): no window crosses it");
        }
        try (var model = model(text.replace("24h", "48h"))) {
            assertThatThrownBy(() -> table("day,shop,sales\n2024-01-01,a,1\n2024-01-02,a,1\n", model))
                    .hasMessage(
                            "sales.csv:3: is only 1 day after sales.csv:2 (2024-01-02), but `every` says 2 days; correct"
                                    + " `every`, or remove the row");
        }
    }

    @Test
    void splitsThatTearWindowsApartAreRefused() throws IOException {
        try (var model = numbers("past: 2, order: day, by: shop", "sales: number", 1)) {
            var data = table(sales(10, 10), model);
            assertThatThrownBy(() -> TrainValidationSplit.of(data, 0.2, 0))
                    .isInstanceOf(DataException.class)
                    .hasMessage(
                            "sales.csv: the data cannot be split with 0.2: windows of rows overlap, so that a share chosen"
                                    + " at random would be known from training; write last(0.2), the latest rows, or by(shop, 0.2),"
                                    + " whole series");
            assertThatThrownBy(() ->
                            TrainValidationSplit.of(data.samples(0, 1, 2), DataSplit.last(0.7), model.dataSpec(), 0))
                    .isInstanceOf(DataException.class)
                    .hasMessage(
                            "sales.csv (3 of 16 samples): a validation split of last(0.7) leaves no window to train on: of"
                                    + " the 3 windows none has all its targets there; use another fraction, or more rows");
        }
    }

    @Test
    void weightsOfRowsAreThoseOfTheirTargets() throws IOException {
        var text = NUMBERS.formatted("past: 2, order: day, by: shop", "sales: number", 1)
                .replace("epochs: 1", "epochs: 1, sample_weight: \"w\"");
        try (var model = model(text)) {
            var data = table("day,shop,sales,w\n1,a,1,\n2,a,2,\n3,a,3,5\n4,a,4,6\n", model);
            assertThat(data.weight(0)).isEqualTo(5);
            assertThat(data.weight(1)).isEqualTo(6);
        }
    }

    @Test
    void rowsOfJavaMakeWindows() throws IOException {
        try (var model = numbers("past: 2, order: day, by: shop", "sales: number", 1)) {
            record Sale(int day, String shop, double sales) {}
            var rows = IntStream.range(0, 9).mapToObj(i -> new Sale(i, "a", i)).toList();
            var data = Datasets.of(rows);
            model.fit(data, new FitOptions(1, 4, DataSplit.last(0.3), null, null));
            var newest = model.predict(Datasets.of(rows.subList(7, 9)));
            assertThat(newest).hasSize(1);
            assertThat(newest.getFirst()).isEqualTo(model.predict(data).getLast());

            assertThatThrownBy(() -> model.predict(Map.of("day", 1, "shop", "a", "sales", 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "a sample of this model is a window of 2 rows: predict(Datasets.of(rows)) gives a prediction"
                                    + " for each window of a list of rows, the newest last");
            assertThatThrownBy(() -> model.fit(data.weighted(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1})))
                    .isInstanceOf(DataException.class)
                    .hasMessage(
                            "rows: there are 9 weights, one for each row, but 7 windows; put the weights into a column of"
                                    + " the rows, and name it in the `fit` block: sample_weight");
        }
    }

    @Test
    void aGeneratedClassTakesTheRowsOfAWindow() throws Exception {
        var project = new JavaProject(folder.resolve("project"));
        project.model(Files.writeString(folder.resolve("drift.model"), """
                model Drift {
                    input row: window(past: 3, order: day, by: shop) {
                        day: date
                        shop: id
                        sales: number
                    }
                    network { x = row.sales[:, :, 0]
                              y = x[:, 2] + (x[:, 2] - x[:, 0]) / 2 }
                }
                """), "com.example", Map.of());
        project.program("com/example/Program.java", """
                package com.example;

                import java.nio.file.Path;
                import java.time.LocalDate;
                import java.util.List;
                import java.util.function.Function;

                public final class Program implements Function<Path, String> {
                    private static Drift.Row row(int day, double sales) {
                        return new Drift.Row(LocalDate.of(2024, 1, day), sales);
                    }

                    @Override
                    public String apply(Path none) {
                        try (var model = Drift.create(dev.updraft.Device.reference())) {
                            var rows = new Drift.Row[] {row(1, 1), row(2, 2), row(3, 5)};
                            var others = new Drift.Row[] {row(2, 2), row(3, 5), row(4, 9)};
                            var text = model.predict(rows) + " " + model.predict(List.of(rows, others));
                            for (var wrong : List.of(
                                    new Drift.Row[] {row(1, 1)},
                                    new Drift.Row[] {row(3, 1), row(2, 2), row(4, 3)},
                                    new Drift.Row[] {row(3, 1), null, row(4, 3)})) {
                                try {
                                    text += " taken " + model.predict(wrong);
                                } catch (IllegalArgumentException refused) {
                                    text += "\\n" + refused.getMessage();
                                }
                            }
                            return text;
                        }
                    }
                }
                """);
        project.compile();
        try (var classes = project.load()) {
            @SuppressWarnings("unchecked")
            var function = (Function<Path, String>)
                    classes.loadClass("com.example.Program").getConstructor().newInstance();
            assertThat(function.apply(folder)).isEqualTo("""
                    7.0 [7.0, 12.5]
                    there are 1 rows, but `row` is a window of 3
                    row 1 (counted from 0) is older than the one before: the rows of a window are in the order of `day`, the oldest first
                    row 1 (counted from 0) is null""");
        }
    }
}
