package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrow and Feather files that pyarrow and pandas wrote. */
class ArrowTest {

    @TempDir
    private Path folder = Path.of("");

    private Path file(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(ArrowTest.class.getResourceAsStream("/tables/" + resource))) {
            var file = folder.resolve(resource);
            Files.copy(in, file);
            return file;
        }
    }

    private static TableFile open(Path file) {
        return TableFiles.open(file, CsvOptions.NONE);
    }

    /** Two batches of rows, of which only the first has gaps. */
    @ParameterizedTest
    @ValueSource(strings = {"types.arrow", "types.arrows", "lz4.arrow", "legacy.arrows"})
    void allTypesAreRead(String resource) throws IOException {
        var file = file(resource);
        var table = open(file);

        assertThat(table.description()).isEqualTo(file + ": Arrow");
        assertThat(Tables.texts(table, "int8")).containsExactly("1", "-2", "∅", "127");
        assertThat(Tables.texts(table, "uint8")).containsExactly("0", "255", "∅", "1");
        assertThat(Tables.texts(table, "uint32")).containsExactly("0", "4294967295", "∅", "1");
        assertThat(Tables.texts(table, "int64")).containsExactly("9007199254740993", "-1", "∅", "0");
        assertThat(Tables.texts(table, "uint64")).containsExactly("18446744073709551615", "1", "∅", "0");
        assertThat(Tables.numbers(table, "half")).containsExactly(1.5, -0.25, Double.NaN, 0);
        assertThat(Tables.numbers(table, "float")).containsExactly(0.1, Double.NaN, -2.5, 3);
        assertThat(Tables.numbers(table, "double")).containsExactly(0.1, Double.NaN, -2.5, 1e300);
        assertThat(Tables.texts(table, "decimal")).containsExactly("1.50", "-0.25", "∅", "3.00");
        assertThat(Tables.texts(table, "decimal256")).containsExactly("1.5", "∅", "-7.0", "0.1");
        assertThat(Tables.texts(table, "bool")).containsExactly("true", "∅", "false", "true");
        assertThat(Tables.texts(table, "text")).containsExactly("a", "∅", "NA", "Zürich, \"q\"");
        assertThat(Tables.texts(table, "large")).containsExactly("b", "∅", "∅", "x".repeat(20));
        assertThat(Tables.texts(table, "view"))
                .containsExactly("short", "a text of more than twelve bytes", "∅", "another long text, here");
        assertThat(Tables.texts(table, "category")).containsExactly("x", "y", "∅", "x");
        assertThat(Tables.texts(table, "years")).containsExactly("2020", "∅", "2021", "2020");
        assertThat(Tables.texts(table, "date32")).containsExactly("2024-02-29", "1969-12-31", "∅", "0001-01-01");
        assertThat(Tables.texts(table, "date64")).containsExactly("2024-02-29", "1969-12-31", "∅", "9999-12-31");
        assertThat(Tables.texts(table, "seconds"))
                .containsExactly("2024-03-31T02:30", "1969-07-20T20:17:40", "∅", "2024-01-01");
        assertThat(Tables.texts(table, "nanos"))
                .containsExactly(
                        "1969-12-31T23:59:59.999999999",
                        "1970-01-01T00:00:00.000000001",
                        "∅",
                        "2023-11-14T22:13:20.123456789");
        assertThat(Tables.texts(table, "zoned"))
                .containsExactly("2024-01-01T00:00Z", "2024-07-01T12:00Z", "∅", "1969-12-31T00:00Z");
        assertThat(Tables.texts(table, "time32")).containsExactly("00:30", "23:59:59", "∅", "00:00");
        assertThat(Tables.texts(table, "time64")).containsExactly("00:30", "23:59:59.999999", "∅", "00:00");
        assertThat(Tables.texts(table, "nulls")).containsExactly("∅", "∅", "∅", "∅");
        assertThat(table.header()).hasSize(24);
    }

    /** Packed with LZ4, as pandas does if it is not told otherwise. */
    @Test
    void whatPandasWritesIsRead() throws IOException {
        var cells = Tables.cells(open(file("pandas.feather")));
        assertThat(cells).hasSize(300);
        for (var row = 0; row < 300; row++) {
            assertThat(cells.get(row))
                    .containsExactly(
                            String.valueOf(row % 7),
                            new String[] {"Rome", "Oslo", "∅"}[row % 3],
                            new String[] {"u", "v", "w"}[row % 3]);
        }
    }

    @Test
    void zstandardNeedsItsLibrary() throws IOException {
        var file = file("zstd.arrow");
        assertThatThrownBy(() -> Tables.cells(open(file)))
                .isInstanceOf(DataException.class)
                .hasMessage(file
                        + ": is packed with Zstandard and needs com.github.luben:zstd-jni, which is not on the class path;"
                        + " download its .jar from Maven Central and set the environment variable UPDRAFT_CLASSPATH to its"
                        + " path; in Java, add com.github.luben:zstd-jni to your dependencies; or write it with"
                        + " compression=\"lz4\"");
    }

    /** In streams, values of categories may follow others, or take their place. */
    @Test
    void categoriesMayChangeFromBatchToBatch() throws IOException {
        assertThat(Tables.texts(open(file("deltas.arrows")), "c")).containsExactly("a", "b", "∅", "c", "a", "b");
        assertThat(Tables.texts(open(file("replaced.arrows")), "c")).containsExactly("a", "b", "∅", "y", "z", "y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lists.feather | column tags is of type list, which is neither number nor text nor date; write the file without it",
                "old.feather | is of the first version of Feather, which is another format; write it with pandas 1.0 or later",
            })
    void whatIsNoTableIsRefusedWithAWayOut(String resource, String message) throws IOException {
        var file = file(resource);
        assertThatThrownBy(() -> open(file)).isInstanceOf(DataException.class).hasMessage(file + ": " + message);
    }

    /** 24:00 is no time of a day. */
    @Test
    void timesThatDoNotExistAreAnError() throws IOException {
        var file = file("times.arrow");
        assertThatThrownBy(() -> Tables.cells(open(file)))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": is damaged, or is no Arrow file: row 2: column t has an impossible date or time;"
                        + " write or download it again");
    }

    @Test
    void aFileThatIsNotThereOrIsEmptyIsAnError() throws IOException {
        var none = folder.resolve("none.feather");
        assertThatThrownBy(() -> open(none))
                .isInstanceOf(DataException.class)
                .hasMessage(none + ": no such file; check the path");
        var empty = Files.createFile(folder.resolve("empty.arrow"));
        assertThatThrownBy(() -> open(empty))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        empty + ": is damaged, or is no Arrow file: the schema is missing; write or download it again");
        var text = Files.writeString(folder.resolve("text.arrow"), "a,b\n1,2\n");
        assertThatThrownBy(() -> open(text))
                .isInstanceOf(DataException.class)
                .hasMessage(text + ": is damaged, or is no Arrow file: it refers to what is not there;"
                        + " write or download it again");
    }

    /** Nothing is left out in silence: without its end a file has no table of contents. */
    @ParameterizedTest
    @ValueSource(strings = {"types.arrow", "lz4.arrow", "pandas.feather"})
    void filesThatEndTooEarlyAreAnError(String resource) throws IOException {
        var bytes = Files.readAllBytes(file(resource));
        var cut = folder.resolve("cut.arrow");
        for (var length = 1; length < bytes.length; length += 13) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Tables.cells(open(cut)))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(cut + ": is damaged, or is no Arrow file: ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"types.arrow", "types.arrows", "lz4.arrow", "legacy.arrows", "pandas.feather", "deltas.arrows"})
    void brokenFilesGiveRowsOrOneMessage(String resource) throws IOException {
        var bytes = Files.readAllBytes(file(resource));
        var broken = folder.resolve("broken.arrow");
        var random = new Random(3);
        for (var i = 0; i < 300; i++) {
            var changed = bytes.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(broken, changed);
            try {
                open(broken).scan(_ -> {});
            } catch (DataException e) {
                assertThat(e.getMessage()).startsWith(broken.toString()).hasLineCount(1);
            }
        }
    }
}
