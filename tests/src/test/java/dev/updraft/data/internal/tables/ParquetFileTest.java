package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.databases.ParquetFile;
import dev.updraft.data.internal.databases.ParquetFile.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files that are written, as they are read again. */
class ParquetFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void textsAndNumbersAreReadAsTheyWereWritten() throws IOException {
        var file = folder.resolve("it's.parquet");
        new ParquetFile(file, List.of(new Column("it's an id", false), new Column("p", true)))
                .write(writer -> writer.write("\"a,\"\"b\nc\",0.1\n\"\",1.0E-5\n,\nNA,-Infinity\n"));
        var table = TableFiles.open(file, CsvOptions.NONE);
        assertThat(table.header()).containsExactly("it's an id", "p");
        assertThat(Tables.texts(table, "it's an id")).containsExactly("a,\"b\nc", "∅", "∅", "NA");
        assertThat(Tables.texts(table, "p")).containsExactly("0.1", "1.0E-5", "∅", "-Infinity");
    }

    /** Rows keep their order, however many there are. */
    @Test
    void manyRowsKeepTheirOrder() throws IOException {
        var file = folder.resolve("many.parquet");
        new ParquetFile(file, List.of(new Column("n", true))).write(writer -> {
            for (var i = 0; i < 300_000; i++) {
                writer.append(Integer.toString(i)).append('\n');
            }
        });
        var numbers = Tables.numbers(TableFiles.open(file, CsvOptions.NONE), "n");
        for (var i = 0; i < 300_000; i++) {
            assertThat(numbers[i]).isEqualTo(i);
        }
    }

    @Test
    void whatCannotBeWrittenLeavesTheFileAsItWas() throws IOException {
        var file = Files.writeString(folder.resolve("p.parquet"), "before");
        assertThatThrownBy(() -> new ParquetFile(file, List.of(new Column("a", false), new Column("A", true)))
                        .write(writer -> writer.write("x,1\n")))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageEndingWith("; write .csv or .jsonl");
        assertThatThrownBy(() -> new ParquetFile(file, List.of(new Column("a", false))).write(_ -> {
                    throw new IOException("no more");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no more");
        assertThat(file).hasContent("before");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }
}
