package dev.updraft.data.internal.databases;

import dev.updraft.data.DataException;
import dev.updraft.files.AtomicFile;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Parquet file to be written, by DuckDB.
 *
 * @param columns in order
 */
public record ParquetFile(Path file, List<Column> columns) {
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * A column.
     *
     * @param isNumber float32; else text
     */
    public record Column(String name, boolean isNumber) {
        private String definition() {
            return text(name) + ": '" + (isNumber ? "FLOAT" : "VARCHAR") + "'";
        }
    }

    /** Writes the rows as CSV without a header, of which only cells without a quote may be missing. */
    @FunctionalInterface
    public interface Rows {
        void write(Writer writer) throws IOException;
    }

    /**
     * That files can be written here.
     *
     * @throws DataException if the driver is missing
     */
    public static void requireDriver(Path file) {
        Database.ofFile(file).requireDriver();
    }

    /**
     * Writes the file, or leaves what was there if it cannot be written whole.
     *
     * @throws DataException if it cannot be written
     */
    public void write(Rows rows) throws IOException {
        var folder = Files.createTempDirectory("updraft");
        var csv = folder.resolve("rows.csv");
        var parquet = folder.resolve("rows.parquet");
        try {
            try (var writer = Files.newBufferedWriter(csv)) {
                rows.write(writer);
            }
            convert(csv, parquet);
            AtomicFile.write(file, channel -> copy(parquet, channel));
        } finally {
            Files.deleteIfExists(csv);
            Files.deleteIfExists(parquet);
            Files.deleteIfExists(folder);
        }
    }

    private void convert(Path csv, Path parquet) {
        var database = Database.ofFile(file);
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("copy (select * from read_csv(" + text(csv.toString())
                    + ", auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '',"
                    + " allow_quoted_nulls = false, parallel = false, columns = {"
                    + columns.stream().map(Column::definition).collect(Collectors.joining(", "))
                    + "})) to " + text(parquet.toString()) + " (format parquet)");
        } catch (SQLException e) {
            throw database.failure(e, "write .csv or .jsonl");
        }
    }

    private static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static void copy(Path from, FileChannel to) throws IOException {
        try (var in = FileChannel.open(from)) {
            var bytes = ByteBuffer.allocate(BUFFER_BYTES);
            while (in.read(bytes) >= 0) {
                AtomicFile.writeAll(to, bytes.flip());
                bytes.clear();
            }
        }
    }
}
