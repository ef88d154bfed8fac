package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableSourceTest {
    private static final String TEXT = "a,b\n1,x\n2,y\n";

    @TempDir
    Path folder;

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String... entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            for (var entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
                out.write(TEXT.getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private TableFile open(String name, byte[] bytes) throws IOException {
        return TableFiles.open(Files.write(folder.resolve(name), bytes), CsvOptions.NONE);
    }

    private static void assertRead(TableFile file) {
        assertThat(Tables.numbers(file, "a")).containsExactly(1, 2);
        assertThat(Tables.texts(file, "b")).containsExactly("x", "y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.csv", "t.TSV", "t.txt", "t.data", "t.dat", "t.tab", "t"})
    void plainFilesAreRead(String name) throws IOException {
        assertRead(open(name, TEXT.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.csv.gz", "t.gz", "t.csv"})
    void gzipIsUnpacked(String name) throws IOException {
        var file = open(name, gzip(TEXT));

        assertRead(file);
        assertThat(Tables.read(file, Kind.TEXT).place(1)).endsWith(name + ":3");
    }

    @Test
    void theOnlyTableOfAnArchiveIsUnpacked() throws IOException {
        var file = open("t.zip", zip("__MACOSX/._t.csv", "folder/", "folder/t.csv"));

        assertRead(file);
        assertThat(file.name()).endsWith("t.zip/folder/t.csv");
    }

    @Test
    void anArchiveOfSeveralTablesIsRefused() {
        assertThatThrownBy(() -> open("t.zip", zip("train.csv", "test.csv")))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith(
                        "t.zip: the archive has 2 files (train.csv, test.csv), where one table is expected;"
                                + " unpack it and name one");
        assertThatThrownBy(() -> open("t.zip", zip("folder/"))).hasMessageContaining("the archive has no file");
        assertThatThrownBy(() -> open("t.zip", zip("book.xlsx")))
                .hasMessageEndingWith(
                        "book.xlsx: .xlsx files are read from a path and unpacked; save or unpack it, and pass that path");
    }

    @Test
    void packedFilesThatAreCutAreRefused() throws IOException {
        var text = new StringBuilder("a,b\n");
        for (var i = 0; i < 100_000; i++) {
            text.append(i * 7919 % 10007).append(',').append(i).append('\n');
        }
        var packed = gzip(text.toString());
        var cut = open("t.csv.gz", Arrays.copyOf(packed, packed.length - 1000));
        assertThatThrownBy(() -> Tables.read(cut, Kind.NUMBER))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("t.csv.gz: ends too early; the file appears truncated: download it again");
        for (var length : new int[] {2, 5, 12, 100}) {
            assertThatThrownBy(() -> open("t.csv.gz", Arrays.copyOf(packed, length)))
                    .isInstanceOf(DataException.class);
        }
        var archive = zip("t.csv");
        for (var length = 4; length < 60; length++) {
            var start = Arrays.copyOf(archive, length);
            assertThatThrownBy(() -> Tables.read(open("t.zip", start), Kind.TEXT))
                    .isInstanceOf(DataException.class);
        }
    }

    @Test
    void filesThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> TableFiles.open(folder.resolve("t.csv"), CsvOptions.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("t.csv: no such file; check the path");
        assertThatThrownBy(() -> TableFiles.open(folder, CsvOptions.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("is a folder; name a file in it");
    }

    @ParameterizedTest
    @CsvSource({
        "t.xls, save it as .xlsx",
        "t.csv.bz2, 'supported are .csv, .tsv'",
    })
    void otherFormatsAreRefused(String name, String wayOut) {
        assertThatThrownBy(() -> TableFiles.open(folder.resolve(name), CsvOptions.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("are not supported; ", wayOut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "xlsx", "arrow", "feather"})
    void whatIsNotReadFromFrontToBackIsNotReadPacked(String format) {
        var file = folder.resolve("t." + format + ".gz");
        assertThatThrownBy(() -> TableFiles.open(file, CsvOptions.NONE))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": ." + format
                        + " files are read from a path and unpacked; save or unpack it, and pass that path");
    }
}
