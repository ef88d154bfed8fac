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
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet files that pandas wrote. */
class ParquetTest {

    @TempDir
    private Path folder = Path.of("");

    private Path file(String resource, String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ParquetTest.class.getResourceAsStream("/tables/" + resource))) {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.copy(in, file);
            return file;
        }
    }

    private static TableFile open(Path file) {
        return TableFiles.open(file, CsvOptions.NONE);
    }

    @Test
    void allTypesAreRead() throws IOException {
        var table = open(file("types.parquet", "types.parquet"));

        assertThat(table.header())
                .containsExactly(
                        "small",
                        "large",
                        "gaps",
                        "real",
                        "text",
                        "truth",
                        "day",
                        "midnight",
                        "moment",
                        "zoned",
                        "clock",
                        "category",
                        "decimal");
        assertThat(Tables.texts(table, "small")).containsExactly("1", "2", "3", "4");
        assertThat(Tables.texts(table, "large")).containsExactly("1", "2", "3", "9007199254740993");
        assertThat(Tables.numbers(table, "gaps")).containsExactly(1, Double.NaN, 3, 4);
        assertThat(Tables.numbers(table, "real")).containsExactly(0.1, Double.NaN, -2.5, 1e300);
        assertThat(Tables.texts(table, "text")).containsExactly("a", "∅", "NA", "Zürich, \"q\"");
        assertThat(Tables.texts(table, "truth")).containsExactly("true", "∅", "false", "true");
        assertThat(Tables.texts(table, "day")).containsExactly("2024-02-27", "2024-02-28", "2024-02-29", "∅");
        assertThat(Tables.texts(table, "midnight"))
                .containsExactly("2024-03-30", "2024-03-31", "2024-04-01", "2024-04-02");
        assertThat(Tables.texts(table, "moment"))
                .containsExactly("2024-03-31T02:30", "2024-03-31T02:30:00.250", "∅", "1969-07-20T20:17:40");
        assertThat(Tables.texts(table, "zoned"))
                .containsExactly("2023-12-31T23:00Z", "2024-01-01T23:00Z", "2024-01-02T23:00Z", "2024-01-03T23:00Z");
        assertThat(Tables.texts(table, "clock")).containsExactly("00:30", "01:30", "02:30", "03:30");
        assertThat(Tables.texts(table, "category")).containsExactly("x", "y", "∅", "x");
        assertThat(Tables.numbers(table, "decimal")).containsExactly(1.5, -0.25, Double.NaN, 3);
    }

    /** Of what these characters mean to DuckDB nothing is left. */
    @ParameterizedTest
    @ValueSource(strings = {"it's.parquet", "a [1] b.parquet", "year=2024/t.parquet", "UPPER.PARQUET", "ü.parquet"})
    void anyNameIsOneFile(String name) throws IOException {
        Files.writeString(folder.resolve("a 1 b.parquet"), "not this one");
        var table = open(file("types.parquet", name));

        assertThat(table.header()).hasSize(13);
        assertThat(Tables.texts(table, "small")).hasSize(4);
        assertThat(table.description()).isEqualTo(folder.resolve(name) + ": Parquet");
    }

    @Test
    void aColumnThatIsNoneOfATableIsRefusedWithAWayOut() throws IOException {
        var file = file("lists.parquet", "lists.parquet");
        assertThatThrownBy(() -> Tables.cells(open(file)))
                .isInstanceOf(DataException.class)
                .hasMessage(file
                        + ": row 1: column tags is of type BIGINT[], which is neither number nor text nor date;"
                        + " name the other columns: data: sql(\"jdbc:duckdb:\", \"select … from '" + file + "'\")");
    }

    @Test
    void brokenFilesAreAnError() throws IOException {
        var bytes = Files.readAllBytes(file("types.parquet", "types.parquet"));
        var broken = folder.resolve("broken.parquet");
        Files.write(broken, Arrays.copyOf(bytes, 500));
        assertThatThrownBy(() -> open(broken))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(broken + ": ")
                .hasMessageEndingWith("; if it is a Parquet file, write it again")
                .hasMessageNotContainingAny("\n");
        var random = new Random(3);
        for (var i = 0; i < 100; i++) {
            var changed = bytes.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            Files.write(broken, changed);
            try {
                assertThat(Tables.cells(open(broken))).isNotNull();
            } catch (DataException e) {
                assertThat(e.getMessage()).startsWith(broken.toString());
            }
        }
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> open(folder.resolve("none.parquet")))
                .isInstanceOf(DataException.class)
                .hasMessage(folder.resolve("none.parquet") + ": no such file; check the path");
    }
}
