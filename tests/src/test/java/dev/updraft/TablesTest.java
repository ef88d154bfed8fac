package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.data.TrainValidationSplit;
import dev.updraft.data.batches.Fingerprint;
import dev.updraft.report.Report;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose input is a group of columns, from a table to a prediction. */
class TablesTest {
    private static final String CHURN = """
            model Churn {
                input customer {
                    customer_id: id
                    tenure: number
                    monthly_charges: number "Charges ($)"
                    total: number(optional: true)
                    senior: bool
                    contract: category["Month-to-month", "One year", "Two year"](ordered: true)
                    payment: category(most: 3)
                    region: category(most: 80)
                    since: date("dd.MM.yyyy")
                    remarks: text(most: 5)
                    loss: ignore
                }
                target churn: class
                network { customer -> encode -> dense(8, activation: relu) -> dense(1) -> logit }
                loss binary_crossentropy(logit, churn)
                optimizer adam(learning_rate: 0.01)
                metrics accuracy
                fit { epochs: 4, batch_size: 16, device: cpu }
            }
            """;

    private static final List<String> COLUMNS = List.of(
            "customer_id",
            "tenure",
            "Charges ($)",
            "total",
            "senior",
            "contract",
            "payment",
            "region",
            "since",
            "remarks",
            "loss",
            "churn",
            "unknown to the model");

    @TempDir
    private Path folder;

    /** Cells of rows, by column. */
    private static List<Map<String, String>> rows(int count) {
        var random = new Random(1);
        var rows = new ArrayList<Map<String, String>>();
        for (var i = 0; i < count; i++) {
            var stays = random.nextBoolean();
            var row = new LinkedHashMap<String, String>();
            row.put("customer_id", "C" + i);
            row.put("tenure", Integer.toString(stays ? 20 + random.nextInt(50) : random.nextInt(30)));
            row.put("Charges ($)", random.nextInt(100) + ".5");
            row.put("total", random.nextInt(5) == 0 ? "NA" : Integer.toString(random.nextInt(3000)));
            row.put("senior", random.nextBoolean() ? "yes" : "No");
            row.put(
                    "contract",
                    List.of("Month-to-month", "One year", "Two year").get(random.nextInt(3)));
            row.put(
                    "payment",
                    List.of("cash", "card", "card", "bank", "bitcoin", "").get(random.nextInt(6)));
            row.put("region", "r" + random.nextInt(70));
            row.put(
                    "since",
                    String.format(
                            Locale.ROOT,
                            "%02d.%02d.20%02d",
                            1 + random.nextInt(28),
                            1 + random.nextInt(12),
                            random.nextInt(25)));
            row.put("remarks", random.nextBoolean() ? "Very good, very cheap!" : "too slow");
            row.put("loss", "x");
            row.put("churn", stays ? "No" : "Yes");
            row.put("unknown to the model", "y");
            rows.add(row);
        }
        return rows;
    }

    private Path table(String name, List<String> columns, List<Map<String, String>> rows) throws IOException {
        var lines = Stream.concat(
                Stream.of(columns.stream().map(TablesTest::quoted).collect(Collectors.joining(","))),
                rows.stream()
                        .map(row -> columns.stream()
                                .map(column -> quoted(row.get(column)))
                                .collect(Collectors.joining(","))));
        return Files.writeString(folder.resolve(name), lines.collect(Collectors.joining("\n", "", "\n")));
    }

    private static String quoted(@Nullable String cell) {
        var text = cell == null ? "" : cell;
        return text.contains(",") ? '"' + text + '"' : text;
    }

    private CompiledModel compiled(String text) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("model.model"), text));
    }

    private static Dataset read(Path table, DataSpec dataSpec, List<String> notices) {
        return Datasets.open(table.toString(), Path.of("")).read(Split.TRAIN, dataSpec, new Progress() {
            @Override
            public void update(String what, long done, long total, Unit unit) {}

            @Override
            public void notice(String text) {
                notices.add(text);
            }
        });
    }

    private static Dataset read(Path table, Model model) {
        return read(table, model.dataSpec(), new ArrayList<>());
    }

    @Test
    void columnsAreFoundByTheirNamesWhateverTheirOrder() throws IOException {
        var rows = rows(120);
        var reversed = new ArrayList<>(COLUMNS.reversed());
        var notices = new ArrayList<String>();
        try (var model = compiled(CHURN).on();
                var other = compiled(CHURN).on()) {
            model.fit(read(table("a.csv", COLUMNS, rows), model.dataSpec(), notices));
            other.fit(read(table("b.csv", reversed, rows), other));

            assertThat(notices)
                    .singleElement()
                    .asString()
                    .endsWith("a.csv: a column is not in the model and ignored: unknown to the model");
            model.save(folder.resolve("a.safetensors"));
            other.save(folder.resolve("b.safetensors"));
        }
        assertThat(folder.resolve("a.safetensors")).hasSameBinaryContentAs(folder.resolve("b.safetensors"));
    }

    @Test
    void aLoadedModelPredictsTheSameBitsOfARawRow() throws IOException {
        var rows = rows(120);
        var file = table("a.csv", COLUMNS, rows);
        var weights = folder.resolve("a.safetensors");
        List<float[]> before;
        try (var model = compiled(CHURN).on()) {
            model.fit(read(file, model));
            model.save(weights);
            before = model.predict(read(file, model));
            assertThat(model.classNames()).containsExactly("No", "Yes");
        }
        try (var model = Updraft.load(weights)) {
            assertThat(model.predict(read(file, model))).containsExactly(before.toArray(float[][]::new));
            var row = rows.getFirst();
            var one = model.predict(cells(row));
            assertThat(one[0]).isEqualTo(before.getFirst()[0], within(1e-6f));
            assertThat(model.evaluate(read(file, model)).metric("accuracy")).isGreaterThan(0.8);
        }
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    private static Map<String, @Nullable Object> cells(Map<String, String> row) {
        var cells = new LinkedHashMap<String, @Nullable Object>();
        cells.put("tenure", Integer.valueOf(row.get("tenure")));
        cells.put("Charges ($)", Double.valueOf(row.get("Charges ($)")));
        cells.put("total", cell(row, "total").equals("NA") ? null : Double.valueOf(row.get("total")));
        cells.put("senior", cell(row, "senior").equals("yes"));
        cells.put("contract", row.get("contract"));
        cells.put("payment", row.get("payment"));
        cells.put("region", row.get("region"));
        var date = cell(row, "since").split("\\.");
        cells.put(
                "since", LocalDate.of(Integer.parseInt(date[2]), Integer.parseInt(date[1]), Integer.parseInt(date[0])));
        cells.put("remarks", row.get("remarks"));
        return cells;
    }

    @Test
    void mapsTrainAsTheTableDoes() throws IOException {
        var rows = rows(120);
        var maps = rows.stream()
                .map(row -> {
                    var cells = new LinkedHashMap<>(cells(row));
                    cells.put("churn", row.get("churn"));
                    return cells;
                })
                .toList();
        try (var model = compiled(CHURN).on();
                var other = compiled(CHURN).on()) {
            model.fit(read(table("a.csv", COLUMNS, rows), model));
            other.fit(Datasets.of(maps));
            model.save(folder.resolve("a.safetensors"));
            other.save(folder.resolve("b.safetensors"));
        }
        assertThat(folder.resolve("a.safetensors")).hasSameBinaryContentAs(folder.resolve("b.safetensors"));
    }

    /** Of a house. */
    public record House(double area, @Nullable Integer rooms, String districtName) {}

    /** With its price. */
    public record Sale(House house, double price) {}

    private static final String HOUSES = """
            model Houses {
                input house {
                    area: number
                    rooms: number(optional: true)
                    district_name: category
                }
                target price: number
                network { house -> encode -> dense(1) -> y }
                loss mse(y, price)
                optimizer sgd(learning_rate: 0.1)
                metrics mae
                fit { epochs: 200, batch_size: 32, device: cpu, shuffle: false }
            }
            """;

    private static List<Sale> sales(int count) {
        var random = new Random(2);
        return Stream.generate(() -> {
                    var area = 50 + random.nextInt(100);
                    var rooms = random.nextInt(4) == 0 ? null : Integer.valueOf(1 + area / 30);
                    var district = random.nextBoolean() ? "east" : "west";
                    return new Sale(
                            new House(area, rooms, district),
                            100_000 + 2_000 * area + (district.equals("east") ? 50_000 : 0));
                })
                .limit(count)
                .toList();
    }

    @Test
    void aNumberIsPredictedInItsOwnUnitOfRecords() throws IOException {
        try (var model = compiled(HOUSES).on()) {
            var sales = sales(300);
            var history = model.fit(Datasets.of(sales));
            assertThat(history.epochs().getLast().metrics().get("mae")).isLessThan(8_000);
            var east = model.predict(Map.of("area", 100, "rooms", 4, "district_name", "east"))[0];
            var west = model.predict(Map.of("area", 100, "rooms", 4, "districtName", "west"))[0];
            assertThat(east).isEqualTo(350_000, within(10_000f));
            assertThat(east - west).isEqualTo(50_000, within(5_000f));
            assertThat(model.evaluate(Datasets.of(sales)).metric("mae")).isLessThan(8_000);
        }
    }

    @Test
    void aReportOfRowsOfJavaIsThatOfTheColumnsThatTheModelReads() throws IOException {
        try (var model = compiled(HOUSES).on()) {
            var rows = Datasets.of(sales(40));
            var history = model.fit(rows, FitOptions.NONE.withEpochs(1));
            var run = Report.of(model)
                    .trained(history, model.compiled().layers().fit())
                    .data("training", rows)
                    .evaluated("test", model.evaluate(rows), rows)
                    .run();

            var expected = Fingerprint.of(rows.as(model.dataSpec()));
            assertThat(run.data()).hasSize(2).allSatisfy(data -> {
                assertThat(data.samples()).isEqualTo(40);
                assertThat(data.checksum()).isEqualTo(expected.checksum());
                assertThat(data.shape()).isEqualTo(expected.inputShape());
            });
        }
    }

    private static final String KINDS = """
            model Kinds {
                input row { x: number }
                target kind: class["rare", "usual"]
                network { row -> dense(2) -> y }
                loss sparse_categorical_crossentropy(y, kind)
                optimizer adam
            }
            """;

    /** Of each share the numbers of its rows of this kind. */
    private static List<Integer> ofKind(int kind, Dataset data) {
        var found = new ArrayList<Integer>();
        var numbers = (ColumnValues.Numbers) data.columns(0).getFirst();
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(ValueLayout.JAVA_INT);
            for (var i = 0; i < data.size(); i++) {
                data.copyTarget(0, i, room, 0);
                if (room.get(ValueLayout.JAVA_INT, 0) == kind) {
                    found.add((int) numbers.at(i));
                }
            }
        }
        return found;
    }

    @Test
    void rowsOfJavaAreSplitByClassBeforeAModelHasSeenThem() throws IOException {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (var i = 0; i < 115; i++) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            row.put("x", i);
            row.put("kind", i < 10 ? null : i < 25 ? "rare" : "usual");
            rows.add(row);
        }
        try (var model = compiled(KINDS).on()) {
            for (var seed = 0; seed < 5; seed++) {
                var forTest = TrainValidationSplit.forTest(Datasets.of(rows), 0.2, seed);
                var rest = TrainValidationSplit.of(forTest.train(), 0.25, seed);
                var shares = Stream.of(forTest.validation(), rest.validation(), rest.train())
                        .map(share -> share.as(model.dataSpec()))
                        .toList();

                // Of the 105 rows that have a target, 15 of which are rare.
                assertThat(shares.stream().map(Dataset::size)).containsExactly(21, 21, 63);
                assertThat(shares.stream().map(share -> ofKind(0, share).size()))
                        .containsExactly(3, 3, 9);
                assertThat(shares.stream()
                                .flatMap(share -> Stream.of(ofKind(0, share), ofKind(1, share)))
                                .flatMap(List::stream)
                                .sorted())
                        .isEqualTo(IntStream.range(10, 115).boxed().toList());
            }
            model.fit(TrainValidationSplit.forTest(Datasets.of(rows), 0.2, 1).train());
        }
    }

    @Test
    void nothingIsLearntFromValidationRows() throws IOException {
        var train = sales(100);
        var validation = List.of(new Sale(new House(1e6, 77, "nowhere"), 1e9));
        try (var model = compiled(HOUSES).on();
                var other = compiled(HOUSES).on()) {
            var options = FitOptions.NONE.withEpochs(2);
            var notices = new ArrayList<String>();
            model.fit(Datasets.of(train), options.withValidation(Datasets.of(validation)), event -> {
                if (event instanceof TrainingEvent.Notice(var text)) {
                    notices.add(text);
                }
            });
            other.fit(Datasets.of(train), options);
            model.save(folder.resolve("a.safetensors"));
            other.save(folder.resolve("b.safetensors"));
            assertThat(notices)
                    .singleElement()
                    .asString()
                    .contains("district_name: 1 of 1 rows have a value that the model does not know ('nowhere')");
        }
        assertThat(folder.resolve("a.safetensors")).hasSameBinaryContentAs(folder.resolve("b.safetensors"));
    }

    @Test
    void aModelThatHasSeenNoDataSaysSo() throws IOException {
        try (var model = compiled(HOUSES).on()) {
            assertThatThrownBy(() -> model.predict(Map.of("area", 100, "rooms", 4, "district_name", "east")))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("call fit, or load weights");
            assertThatThrownBy(() -> model.evaluate(Datasets.of(sales(3))))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("call fit, or load weights");
        }
    }

    @Test
    void aRowThatDoesNotFitIsRefused() throws IOException {
        try (var model = compiled(HOUSES).on()) {
            model.fit(Datasets.of(sales(40)), FitOptions.NONE.withEpochs(1));
            assertThatThrownBy(() -> model.predict(Map.of("rooms", 4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("`house.area` is missing, but the model needs it");
            assertThatThrownBy(() -> model.predict(Map.of("area", "large")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("`house.area` is 'large' (String), where a finite number is expected");
            assertThatThrownBy(() -> model.predict(Map.of("area", 1, "romms", 2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the row has romms, which is no column of input `house`");
        }
    }

    @Test
    void tablesThatDoNotFitAreRefused() throws IOException {
        var rows = rows(20);
        assertRefused(without("tenure"), rows, "has no column 'tenure' for `tenure` of input `customer`");
        assertRefused(without("churn"), rows, "has no column 'churn' for target `churn`");
        assertRefused(
                COLUMNS,
                changed(rows, "contract", "Three year"),
                "a.csv:5: column contract: 'Three year' is not among the values");
        assertRefused(
                COLUMNS,
                changed(rows, "senior", "perhaps"),
                "a.csv:5: column senior: 'perhaps' is neither true nor false");
        assertRefused(
                COLUMNS,
                changed(rows, "since", "2020-01-01"),
                "a.csv:5: column since: '2020-01-01' is not a date written as dd.MM.yyyy");
        assertRefused(
                COLUMNS,
                changed(rows, "since", "29.02.2023"),
                "a.csv:5: column since: '29.02.2023' is not a date written as dd.MM.yyyy");
        assertRefused(
                COLUMNS,
                changed(rows, "tenure", "NA"),
                "a.csv:5: column tenure: is missing (in 1 of 20 rows); declare it as optional");
        assertRefused(COLUMNS, changed(rows, "tenure", "many"), "column tenure: 'many' is not a number");
        assertRefused(
                COLUMNS, changed(rows, "churn", "Perhaps"), "has 3 classes (No, Perhaps, Yes), but the model has 2");
    }

    private static List<String> without(String column) {
        return COLUMNS.stream().filter(name -> !name.equals(column)).toList();
    }

    private static List<Map<String, String>> changed(List<Map<String, String>> rows, String column, String cell) {
        var changed = new ArrayList<>(rows);
        var row = new LinkedHashMap<>(rows.get(3));
        row.put(column, cell);
        changed.set(3, row);
        return changed;
    }

    private void assertRefused(List<String> columns, List<Map<String, String>> rows, String message)
            throws IOException {
        var file = table("a.csv", columns, rows);
        try (var model = compiled(CHURN).on()) {
            assertThatThrownBy(() -> model.fit(read(file, model)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void rowsWithoutATargetAreLeftOut() throws IOException {
        var notices = new ArrayList<String>();
        try (var model = compiled(CHURN).on()) {
            var data = read(
                    table("a.csv", without("unknown to the model"), changed(rows(20), "churn", "")),
                    model.dataSpec(),
                    notices);
            assertThat(data.size()).isEqualTo(19);
            assertThat(notices)
                    .singleElement()
                    .asString()
                    .contains("1 of 20 rows are left out, since their target is empty");
        }
    }
}
