package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.data.StreamedTable;
import dev.updraft.data.TrainValidationSplit;
import dev.updraft.data.batches.Fingerprint;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that are larger than memory. */
class StreamedTableTest {
    private static final int ROWS = 5000;
    private static final String TEMPORARY = "java.io.tmpdir";

    @TempDir
    private Path folder;

    private Path table = Path.of("");

    @BeforeEach
    void write() throws IOException {
        table = StreamedTable.write(folder.resolve("orders.csv"), ROWS);
    }

    private CompiledModel compiled(String text) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("orders.model"), text));
    }

    private Dataset read(DataSpec dataSpec, List<String> notices) {
        return Datasets.open(table.toString(), Path.of("")).read(Split.TRAIN, dataSpec, new Progress() {
            @Override
            public void update(String what, long done, long total, Unit unit) {}

            @Override
            public void notice(String text) {
                notices.add(text);
            }
        });
    }

    private Dataset read(Model model) {
        return read(model.dataSpec(), new ArrayList<>());
    }

    /** Trains, evaluates on the test rows and predicts; what came of it, to the last bit. */
    private String trained(String text, int threads) throws IOException {
        try (var model = compiled(text).on(Device.cpu(), new Engine.Options(threads, 3))) {
            var split = TrainValidationSplit.forTest(
                    read(model), model.compiled().layers().fit().testPart(), model.dataSpec(), 3);
            var history = model.fit(split.train());
            var weights = folder.resolve("orders.safetensors");
            model.save(weights);
            return Arrays.hashCode(Files.readAllBytes(weights)) + " "
                    + history.epochs().stream().map(epoch -> epoch.allMetrics()).toList() + " "
                    + model.evaluate(split.validation()) + " "
                    + model.predict(split.validation()).stream()
                            .mapToInt(Arrays::hashCode)
                            .sum() + " "
                    + Fingerprint.of(split.train());
        }
    }

    private String inMemory(String text) throws IOException {
        try (var _ = StreamedTable.inMemory()) {
            return trained(text, 2);
        }
    }

    private String streamed(String text, int threads) throws IOException {
        try (var _ = new StreamedTable()) {
            return trained(text, threads);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theBitsAreThoseOfTheTableInMemory(int threads) throws IOException {
        assertThat(streamed(StreamedTable.MODEL, threads)).isEqualTo(inMemory(StreamedTable.MODEL));
    }

    /** Samples that are read again in each iteration. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void soAreTheClustersOfBatches(int threads) throws IOException {
        var text = """
                model Groups {
                    input order {
                        amount: number(optional: true)
                        weight: number
                        express: bool
                        country: category(most: 3)
                    }
                    network { order -> encode -> k_means(clusters: 4, batch_size: 100) -> group }
                    metrics inertia
                    fit { seed: 3, test_split: 0.2 }
                }
                """;
        assertThat(streamed(text, threads)).isEqualTo(inMemory(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"by(id, 0.2)", "last(0.2)", "last(0.2, by: weight)"})
    void soAreThoseOfAllSplits(String split) throws IOException {
        var text = withSplit(split);
        try (var _ = StreamedTable.withTexts()) {
            assertThat(trained(text, 2)).isEqualTo(inMemory(text));
        }
    }

    private static String withSplit(String split) {
        return StreamedTable.MODEL.replace("test_split: 0.2", "test_split: " + split);
    }

    @Test
    void groupsOfMoreTextsThanMemoryHoldsAreThoseOfMemory() throws IOException {
        // Those of a customer are far apart, and the first are seen again once no text is kept.
        var random = new Random(5);
        var text = new StringBuilder("id,amount,weight,express,country,day,remarks,returned\n");
        for (var row = 0; row < ROWS; row++) {
            text.append("customer ").append(random.nextInt(900)).append(',').append(random.nextInt(100));
            text.append(",0.5,yes,fr,2024-01-01,size 1,")
                    .append(random.nextBoolean() ? "yes" : "no")
                    .append('\n');
        }
        Files.writeString(table, text);
        var file = withSplit("by(id, 0.2)");
        assertThat(streamed(file, 2)).isEqualTo(inMemory(file));
    }

    @Test
    void soAreFolds() throws IOException {
        var text = withSplit("by(id, 0.2)");
        String expected;
        try (var _ = StreamedTable.inMemory()) {
            expected = crossValidated(text);
        }
        try (var _ = new StreamedTable()) {
            assertThat(crossValidated(text)).isEqualTo(expected);
        }
    }

    private String crossValidated(String text) throws IOException {
        var compiled = compiled(text);
        var data = read(DataSpec.of(compiled.layers()), new ArrayList<>());
        return compiled.crossValidate(data, 3, Device.cpu(), new Engine.Options(2, 3), FitOptions.NONE)
                .metrics()
                .toString();
    }

    @Test
    void soAreSeries() throws IOException {
        var text = new StringBuilder("day,shop,sold\n");
        for (var row = 0; row < ROWS; row++) {
            var shop = row == ROWS - 1 ? "the last" : "shop " + row * 7 % 50;
            text.append(LocalDate.of(2020, 1, 1).plusDays(row / 50)).append(',').append(shop);
            text.append(',').append(row % 9 + row * 7 % 50).append('\n');
        }
        Files.writeString(table, text);
        var file = """
                model Sales {
                    input shop: window(past: 3, order: day, by: shop) {
                        day: date
                        shop: id
                        sold: number
                    }
                    target sold: number
                    network { shop -> encode -> flatten -> dense(4, activation: relu) -> dense(1) -> y }
                    loss mse(y, sold)
                    optimizer adam
                    metrics mae
                    fit { epochs: 2, batch_size: 64, seed: 3, test_split: by(shop, 0.2), validation_split: last(0.1) }
                }
                """;
        assertThat(streamed(file, 2)).isEqualTo(inMemory(file));
    }

    @Test
    void soAreThoseOfRowsInTheirOrder() throws IOException {
        var text = StreamedTable.MODEL.replace("seed: 3", "seed: 3, shuffle: false");
        assertThat(streamed(text, 2)).isEqualTo(inMemory(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order.amount -> imputation(fill: median)",
                "order.amount -> imputation(fill: most_frequent)",
                "order.weight -> robust_scaling",
                "order.weight -> quantile_scaling",
                "order.weight -> discretization(num_bins: 9) -> category_encoding(output_mode: one_hot)"
            })
    void whatIsLearntOfMoreNumbersThanMemoryHoldsIsTheSame(String layers) throws IOException {
        var text = StreamedTable.MODEL.replace("order -> encode -> dense(8", "x = " + layers + "\n x -> dense(8");
        assertThat(streamed(text, 2)).isEqualTo(inMemory(text));
    }

    /** A model whose input is a tensor. */
    private String trainedOnNumbers() throws IOException {
        var text = new StringBuilder("a,b,c,label\n");
        for (var row = 0; row < ROWS; row++) {
            text.append(row % 7)
                    .append(',')
                    .append(row * 31 % 11)
                    .append(",0.25,")
                    .append(row % 3 == 0 ? "x" : "y");
            text.append('\n');
        }
        Files.writeString(table, text);
        var file = """
                model Numbers {
                    input x: float[3]
                    target label: class["x", "y"]
                    network { x -> normalization -> dense(4, activation: relu) -> dense(1) -> logit }
                    loss binary_crossentropy(logit, label)
                    optimizer adam
                    metrics accuracy
                    fit { epochs: 2, batch_size: 64, seed: 3, test_split: 0.2, validation_split: 0.1 }
                }
                """;
        return trained(file, 2);
    }

    @Test
    void tablesOfModelsWhoseInputIsATensorStreamToo() throws IOException {
        String expected;
        try (var _ = StreamedTable.inMemory()) {
            expected = trainedOnNumbers();
        }
        try (var _ = new StreamedTable()) {
            assertThat(trainedOnNumbers()).isEqualTo(expected);
            var notices = new ArrayList<String>();
            try (var model =
                    compiled(Files.readString(folder.resolve("orders.model"))).on()) {
                read(model.dataSpec(), notices);
            }
            assertThat(notices)
                    .containsExactly(table + ": too large for memory (more than 0.0 MB): 5000 rows stream from a"
                            + " temporary file of 0.1 MB in " + System.getProperty(TEMPORARY));
        }
    }

    @Test
    void allCellsAreThereInWhateverOrderAndFromAllThreads() throws IOException {
        try (var model = compiled(StreamedTable.MODEL).on()) {
            Dataset expected;
            Dataset data;
            try (var _ = StreamedTable.inMemory()) {
                expected = read(model);
            }
            try (var _ = new StreamedTable()) {
                data = read(model);
            }
            IntStream.range(0, 200_000).parallel().forEach(i -> {
                var row = (int) (i * 7919L % data.size());
                for (var column = 0; column < expected.columns(0).size(); column++) {
                    assertThat(cell(data, row, column)).isEqualTo(cell(expected, row, column));
                }
            });
        }
    }

    @Test
    void aLineSaysThatTheTableStreams() throws IOException {
        var notices = new ArrayList<String>();
        try (var _ = new StreamedTable();
                var model = compiled(StreamedTable.MODEL).on()) {
            read(model.dataSpec(), notices);
        }
        assertThat(notices.getFirst())
                .isEqualTo(
                        table + ": too large for memory (more than 0.0 MB): 5000 rows stream from a temporary file of"
                                + " 0.2 MB in " + System.getProperty(TEMPORARY));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noFileIsLeftEvenWhileItIsInUse() throws IOException {
        var temporary = System.setProperty(
                TEMPORARY, Files.createDirectory(folder.resolve("temporary")).toString());
        try (var _ = new StreamedTable();
                var model = compiled(StreamedTable.MODEL).on()) {
            var data = read(model);
            assertThat(folder.resolve("temporary")).isEmptyDirectory();
            assertThat(model.fit(data, FitOptions.NONE.withEpochs(1)).epochs()).hasSize(1);
        } finally {
            System.setProperty(TEMPORARY, temporary);
        }
    }

    @Test
    void withoutAFolderForItTheTableIsNotRead() throws IOException {
        var missing = folder.resolve("missing");
        var temporary = System.setProperty(TEMPORARY, missing.toString());
        try (var _ = new StreamedTable();
                var model = compiled(StreamedTable.MODEL).on()) {
            assertThatThrownBy(() -> read(model))
                    .isInstanceOf(DataException.class)
                    .hasMessage(table + ": does not fit into memory, and no temporary file can be made in " + missing
                            + ": there is no such file or folder; name a folder on a disk with room with"
                            + " JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER, or give Java more memory with"
                            + " JAVA_TOOL_OPTIONS=-Xmx4g");
        } finally {
            System.setProperty(TEMPORARY, temporary);
        }
    }

    @Test
    void anInterruptedThreadStillReads() throws IOException {
        try (var _ = new StreamedTable();
                var model = compiled(StreamedTable.MODEL).on();
                var arena = Arena.ofConfined()) {
            var data = read(model);
            Thread.currentThread().interrupt();
            for (var row = data.size() - 1; row >= 0; row -= 97) {
                data.copyTarget(0, row, arena.allocate(ValueLayout.JAVA_INT), 0);
                assertThat(data.columns(0)).hasSize(7);
                cell(data, row, 2);
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(model.fit(data, FitOptions.NONE.withEpochs(1)).epochs()).hasSize(1);
        }
    }

    private static Object cell(Dataset data, int row, int column) {
        return switch (data.columns(0).get(column)) {
            case ColumnValues.Numbers numbers -> numbers.at(row);
            case ColumnValues.Texts texts ->
                texts.code(row) < 0 ? "" : texts.texts().get(texts.code(row));
            case ColumnValues.Absent() -> "absent";
        };
    }
}
