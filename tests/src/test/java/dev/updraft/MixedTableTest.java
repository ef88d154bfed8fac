package dev.updraft;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.data.StreamedTable;
import dev.updraft.data.TableHeader;
import dev.updraft.data.TrainValidationSplit;
import dev.updraft.data.batches.Fingerprint;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.io.StringReader;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that take a group of columns and a tensor of one table. */
class MixedTableTest {
    private static final String MODEL = """
            model Mixed {
                input customer {
                    name: id
                    tenure: number(optional: true)
                    plan: category
                    note: ignore
                }
                input pixels: float[2, 2]
                target churn: class["No", "Yes"]
                network {
                    concat(customer -> encode, pixels -> normalization -> flatten)
                        -> dense(4, activation: relu) -> dense(1) -> logit
                }
                loss binary_crossentropy(logit, churn)
                optimizer adam(learning_rate: 0.01)
                metrics accuracy
                fit { epochs: 2, batch_size: 16, seed: 3, test_split: 0.2, validation_split: 0.1 }
            }
            """;

    /** Customers with pixels as their own columns, and some without a target. */
    private record Rows(List<String> header, List<List<String>> cells) {

        static Rows of(int count) {
            var random = new Random(count);
            var cells = new ArrayList<List<String>>();
            for (var row = 0; row < count; row++) {
                var first = random.nextFloat();
                cells.add(List.of(
                        "c" + row,
                        random.nextInt(9) == 0 ? "" : Integer.toString(random.nextInt(60)),
                        List.of("basic", "plus", "pro").get(random.nextInt(3)),
                        "x",
                        Float.toString(first),
                        Float.toString(random.nextFloat()),
                        Float.toString(-random.nextFloat()),
                        Float.toString(random.nextFloat() * 1000),
                        random.nextInt(20) == 0 ? "" : first > 0.5 ? "Yes" : "No"));
            }
            return new Rows(
                    List.of("name", "tenure", "plan", "note", "pixels_0", "pixels_1", "pixels_2", "pixels_3", "churn"),
                    cells);
        }

        Rows renamed(String from, String to) {
            return new Rows(header.stream().map(name -> name.replace(from, to)).toList(), cells);
        }

        Rows inOrder(List<Integer> order) {
            return new Rows(
                    order.stream().map(header::get).toList(),
                    cells.stream()
                            .map(row -> order.stream().map(row::get).toList())
                            .toList());
        }

        Rows shuffled(Random random) {
            var order =
                    new ArrayList<>(IntStream.range(0, header.size()).boxed().toList());
            Collections.shuffle(order, random);
            return inOrder(order);
        }

        Rows with(int row, int column, String cell) {
            var changed = new ArrayList<>(cells);
            var its = new ArrayList<>(cells.get(row));
            its.set(column, cell);
            changed.set(row, its);
            return new Rows(header, changed);
        }

        String csv() {
            return Stream.concat(Stream.of(header), cells.stream())
                    .map(row -> String.join(",", row))
                    .collect(joining("\n", "", "\n"));
        }
    }

    /** Of a customer. */
    public record Customer(String name, @Nullable Integer tenure, String plan) {}

    /** With what is known of it. */
    public record Row(
            Customer customer, float[][] pixels, @Nullable String churn) {}

    private static List<Row> records(Rows rows) {
        return rows.cells().stream()
                .map(row -> new Row(
                        new Customer(row.get(0), row.get(1).isEmpty() ? null : Integer.valueOf(row.get(1)), row.get(2)),
                        new float[][] {{number(row, 4), number(row, 5)}, {number(row, 6), number(row, 7)}},
                        row.getLast().isEmpty() ? null : row.getLast()))
                .toList();
    }

    private static float number(List<String> row, int column) {
        return Float.parseFloat(row.get(column));
    }

    @TempDir
    private Path folder;

    private CompiledModel compiled(String text) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("mixed.model"), text));
    }

    private Dataset read(Rows rows, DataSpec dataSpec) throws IOException {
        return read(rows, dataSpec, new ArrayList<>());
    }

    private Dataset read(Rows rows, DataSpec dataSpec, List<String> notices) throws IOException {
        var file = Files.writeString(folder.resolve("rows.csv"), rows.csv());
        return Datasets.open(file.toString(), Path.of("")).read(Split.TRAIN, dataSpec, new Progress() {
            @Override
            public void update(String what, long done, long total, Unit unit) {}

            @Override
            public void notice(String text) {
                notices.add(text);
            }
        });
    }

    /** Trains, evaluates on the test rows and predicts; what came of it, to the last bit. */
    private String trained(Dataset data, Model model) throws IOException {
        var split = TrainValidationSplit.forTest(
                data, model.compiled().layers().fit().testPart(), model.dataSpec(), 3);
        var history = model.fit(split.train());
        return history.epochs().stream().map(epoch -> epoch.allMetrics()).toList() + " "
                + model.evaluate(split.validation()) + " "
                + model.predict(split.validation()).stream()
                        .map(Arrays::toString)
                        .toList();
    }

    private String trained(Rows rows) throws IOException {
        try (var model = compiled(MODEL).on(Device.cpu(), new Engine.Options(2, 3))) {
            return trained(read(rows, model.dataSpec()), model);
        }
    }

    @Test
    void theOrderOfColumnsDoesNotMatterWhereTheyAreNumbered() throws IOException {
        var rows = Rows.of(150);
        var expected = trained(rows);
        for (var seed = 0; seed < 3; seed++) {
            assertThat(trained(rows.shuffled(new Random(seed)))).isEqualTo(expected);
        }
        assertThat(trained(rows.renamed("pixels_", "Pixels "))).isEqualTo(expected);
        assertThat(trained(rows.renamed("pixels_", "pixels."))).isEqualTo(expected);
    }

    @Property(tries = 50)
    void readAsTheSameInWhateverOrder(@ForAll long seed) throws IOException {
        var file = Files.createTempFile("mixed", ".model");
        try (var model = Updraft.compile(Files.writeString(file, MODEL)).on(Device.reference())) {
            var random = new Random(seed);
            var rows = Rows.of(2 + random.nextInt(30)).with(0, 8, "No");
            assertThat(Fingerprint.of(read(rows.shuffled(random), model))).isEqualTo(Fingerprint.of(read(rows, model)));
        } finally {
            Files.delete(file);
        }
    }

    private static Dataset read(Rows rows, Model model) {
        return Datasets.csv(new StringReader(rows.csv()), "rows", model.dataSpec());
    }

    @Test
    void recordsAndColumnsOfJavaTrainAsTheTableDoes() throws IOException {
        var rows = Rows.of(150);
        var expected = trained(rows);
        var columns = Map.of(
                "name", rows.cells().stream().map(row -> row.get(0)).toList(),
                "tenure",
                        records(rows).stream()
                                .map(row -> row.customer().tenure())
                                .toList(),
                "plan", rows.cells().stream().map(row -> row.get(2)).toList(),
                "pixels", records(rows).stream().map(Row::pixels).toArray(),
                "churn", records(rows).stream().map(Row::churn).toList());
        for (var data : List.of(Datasets.of(records(rows)), Datasets.of(columns))) {
            try (var model = compiled(MODEL).on(Device.cpu(), new Engine.Options(2, 3))) {
                assertThat(trained(data.as(model.dataSpec()), model)).isEqualTo(expected);
            }
        }
    }

    @Test
    void aTableLargerThanMemoryGivesTheSameBits() throws IOException {
        var rows = Rows.of(3000);
        String expected;
        String fingerprint;
        try (var _ = StreamedTable.inMemory();
                var model = compiled(MODEL).on()) {
            expected = trained(rows);
            fingerprint = Fingerprint.of(read(rows, model.dataSpec())).toString();
        }
        try (var _ = new StreamedTable();
                var model = compiled(MODEL).on()) {
            assertThat(trained(rows)).isEqualTo(expected);
            var notices = new ArrayList<String>();
            assertThat(Fingerprint.of(read(rows, model.dataSpec(), notices))).hasToString(fingerprint);
            assertThat(notices).first().asString().contains("3000 rows stream from a temporary file");
        }
    }

    @Test
    void aModelFindsTheColumnsItWasTrainedOnByTheirNames() throws IOException {
        var rows = Rows.of(80)
                .renamed("pixels_0", "left")
                .renamed("pixels_1", "up")
                .renamed("pixels_2", "down");
        var weights = folder.resolve("mixed.safetensors");
        List<float[]> before;
        try (var model = compiled(MODEL).on()) {
            model.fit(read(rows, model.dataSpec()), FitOptions.NONE.withEpochs(1));
            model.save(weights);
            before = model.predict(read(rows, model.inputSpec()));
        }
        try (var model = Updraft.load(weights)) {
            assertThat(model.dataSpec().header())
                    .isEqualTo(new TableHeader(List.of("left", "up", "down", "pixels_3"), List.of()));
            assertThat(model.predict(read(rows.shuffled(new Random(1)), model.inputSpec())))
                    .containsExactly(before.toArray(float[][]::new));
            assertThat(model.predict(Datasets.of(records(Rows.of(80)))))
                    .containsExactly(before.toArray(float[][]::new));
            assertThatThrownBy(() -> read(rows.renamed("up", "top"), model.inputSpec()))
                    .isInstanceOf(DataException.class)
                    .hasMessage(folder.resolve("rows.csv") + ": has no column 'up', which the model was trained on; its"
                            + " columns are name, tenure, plan, note, left, top, down, pixels_3, churn; name the columns"
                            + " as in the training data (left, up, down, pixels_3), or train the model again");
        }
    }

    private void assertRefused(Rows rows, String message) throws IOException {
        try (var model = compiled(MODEL).on()) {
            assertThatThrownBy(() -> read(rows, model.dataSpec()))
                    .isInstanceOf(DataException.class)
                    .hasMessage(folder.resolve("rows.csv") + message);
        }
    }

    @Test
    void tablesThatDoNotFitAreRefused() throws IOException {
        var rows = Rows.of(40);
        assertRefused(
                rows.renamed("note", "remark").renamed("pixels", "p"),
                ": has 5 columns that nothing else in the model takes (remark, p_0, p_1, p_2, p_3), but input `pixels` is"
                        + " float[2, 2]; name its columns pixels_0 to pixels_3, or declare what is none of them in a"
                        + " group, as in note: ignore");
        assertRefused(
                rows.renamed("pixels_3", "pixels.2"),
                ": columns 'pixels_2' and 'pixels.2' are both number 2 of input `pixels`; rename one");
        var gaps = rows.with(2, 4, "").with(3, 7, "1e39");
        assertRefused(gaps, """
                :4: column pixels_0: is missing
                  %s:5: column pixels_3: 1.0E39 is too large for float32 (±3.4e38)
                  an input that is a tensor needs a number in each of its columns: correct the cells, remove the rows, or\
                 declare the columns in a group, as in a, b: number(optional: true)""".formatted(folder.resolve("rows.csv")));
    }

    @Test
    void twoTensorsAreToldByTheirNames() throws IOException {
        var text = MODEL.replace("input pixels: float[2, 2]", "input pixels: float[3]\ninput size: float[1]")
                .replace("pixels -> normalization -> flatten", "pixels, size");
        try (var model = compiled(text).on();
                var arena = Arena.ofConfined()) {
            var room = arena.allocate(ValueLayout.JAVA_FLOAT, 3);
            var rows = Rows.of(40).renamed("pixels_3", "size").shuffled(new Random(2));
            var data = read(rows, model.dataSpec());
            data.copyInput(2, 0, room, 0);
            assertThat(room.get(ValueLayout.JAVA_FLOAT, 0))
                    .isEqualTo(number(Rows.of(40).cells().getFirst(), 7));
            assertThatThrownBy(() -> read(Rows.of(40).renamed("pixels_", "p"), model.dataSpec()))
                    .isInstanceOf(DataException.class)
                    .hasMessage(folder.resolve("rows.csv") + ": does not say which columns are those of input `pixels`,"
                            + " float[3], and input `size`, float[1]; name them after the input, pixels_0 to"
                            + " pixels_2");
        }
    }

    @Test
    void arraysOfJavaThatDoNotFitAreRefused() throws IOException {
        try (var model = compiled(MODEL).on()) {
            var rows = new ArrayList<>(records(Rows.of(3)));
            var customer = rows.getFirst().customer();
            rows.set(0, new Row(customer, new float[][] {{1, 2, 3}}, "No"));
            rows.set(2, new Row(customer, new float[][] {{1, 2}, {3, Float.NaN}}, "No"));
            assertThatThrownBy(() -> model.fit(Datasets.of(rows)))
                    .isInstanceOf(DataException.class)
                    .hasMessage("""
                            row 0 (counted from 0): pixels has 3 numbers, but input `pixels` is float[2, 2]
                              row 2 (counted from 0): pixels has NaN, which is no finite float32, but input `pixels` is\
                             float[2, 2]""");
        }
    }
}
