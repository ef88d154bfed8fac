package dev.updraft.data.internal.tables;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.arrow.ArrowFile;
import dev.updraft.data.internal.spreadsheets.Workbook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens tables of all supported formats. */
public final class TableFiles {
    static final String SUPPORTED = "supported are .csv, .tsv, .tab, .txt, .data, .dat, .json, .jsonl, .ndjson, .arff,"
            + " .libsvm and .svm, also packed as .gz or .zip, .xlsx, .parquet, .arrow and .feather";

    /** The text formats. */
    private static final Set<String> TEXTS = Set.of("json", "jsonl", "ndjson", "arff", "libsvm", "svm");

    /** What to do with tables that other programs can save differently. */
    private static final Map<String, String> OTHERS = Map.of(
            "xls", "save it as .xlsx, or the sheet as CSV UTF-8 (.csv)",
            "xlsb", "save it as .xlsx, or the sheet as CSV UTF-8 (.csv)",
            "ods", "save it as .xlsx, or the sheet as CSV UTF-8 (.csv)");

    /** The formats that are not read from front to back. */
    private static final Set<String> FILES = Set.of("xlsx", "xlsm", "parquet", "arrow", "arrows", "feather");

    /** Blanks that may stand before a table. */
    private static final int LONGEST_BLANK = 1000;

    private static final Set<String> CSV = Set.of("csv", "tsv", "tab", "txt", "data", "dat");

    private TableFiles() {}

    /**
     * Opens a file, and finds out its format.
     *
     * @param options of CSV files
     * @throws DataException if the format is not supported, or the file's start cannot be read
     */
    public static TableFile open(Path file, CsvOptions options) {
        var name = file.toString();
        return switch (name.toLowerCase(Locale.ROOT).endsWith(".gz") ? "gz" : extension(name)) {
            case "parquet" -> QueryTables.ofParquet(file);
            case "xlsx", "xlsm" -> openSheet(file, null, 0);
            case "arrow", "arrows", "feather" -> {
                var arrow = new ArrowFile(file);
                yield StreamedTable.of(new ObjectRows(name, arrow.header(), name + ": Arrow", arrow::each));
            }
            default -> {
                requireSupported(name);
                yield open(TableSource.of(file), options);
            }
        };
    }

    /** Opens a CSV file, whatever its name ends with. */
    public static TableFile openCsv(Path file, CsvOptions options) {
        var extension = extension(file.toString());
        if (TEXTS.contains(extension) || FILES.contains(extension)) {
            throw new DataException(file + ": csv(…) is for CSV files; write the path alone, \"" + file.getFileName()
                    + "\", for a file that ends with ." + extension);
        }
        return StreamedTable.of(CsvRows.of(TableSource.of(file), options));
    }

    /**
     * Opens a sheet of an Excel file.
     *
     * @param name of the sheet; null for the first
     * @param skip number of rows at the top to leave out
     */
    public static TableFile openSheet(Path file, @Nullable String name, int skip) {
        return StreamedTable.of(SheetRows.of(Workbook.sheet(file, name), skip));
    }

    /**
     * Opens a table that comes from elsewhere. Its bytes are read at once, and kept; the stream is left open.
     *
     * @param name for messages; its ending tells the format, which is CSV if there is none
     */
    public static TableFile open(InputStream in, String name, CsvOptions options) {
        return open(TableSource.of(in, name), options);
    }

    /**
     * Opens a table whose name says nothing of its format: JSON if that is what it begins like, else CSV. Its bytes are read at
     * once, and kept; the stream is left open.
     *
     * @param name for messages
     */
    public static TableFile sniff(InputStream in, String name) {
        var source = TableSource.of(in, name);
        try (var start = source.open()) {
            var first = new String(start.readNBytes(LONGEST_BLANK), StandardCharsets.UTF_8)
                    .replace("\uFEFF", "")
                    .stripLeading();
            return StreamedTable.of(
                    first.startsWith("{") || first.matches("(?s)\\[\\s*\\{.*")
                            ? JsonRows.of(source, CsvOptions.NONE)
                            : CsvRows.of(source, CsvOptions.NONE));
        } catch (IOException e) {
            throw TableSource.failure(name, e);
        }
    }

    /**
     * Opens a table that comes as text, which is read at once, and kept; the reader is left open.
     *
     * @param name for messages; its ending tells the format, which is CSV if there is none
     */
    public static TableFile open(Reader in, String name, CsvOptions options) {
        var text = new StringWriter();
        try {
            in.transferTo(text);
        } catch (IOException e) {
            throw TableSource.failure(name, e);
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return open(
                new TableSource(name, () -> new ByteArrayInputStream(bytes)),
                options.withEncoding(StandardCharsets.UTF_8));
    }

    private static TableFile open(TableSource source, CsvOptions options) {
        return StreamedTable.of(rows(source, options));
    }

    private static RowSource rows(TableSource source, CsvOptions options) {
        var extension = extension(source.name());
        return switch (extension) {
            case "json", "jsonl", "ndjson" -> JsonRows.of(source, options);
            case "arff" -> ArffRows.of(source, options);
            case "libsvm", "svm" -> LibsvmRows.of(source, options);
            default -> {
                requireSupported(source.name());
                yield CsvRows.of(source, options);
            }
        };
    }

    /** Before the file is opened, so that the message is about its name and not its content. */
    private static void requireSupported(String name) {
        var extension = extension(name);
        if (FILES.contains(extension)) {
            throw new DataException(name + ": ." + extension
                    + " files are read from a path and unpacked; save or unpack it, and pass that path");
        }
        var known = CSV.contains(extension)
                || TEXTS.contains(extension)
                || Set.of("gz", "zip", "").contains(extension);
        if (!known) {
            throw new DataException(name + ": files that end with ." + extension + " are not supported; "
                    + OTHERS.getOrDefault(extension, SUPPORTED));
        }
    }

    /** The ending of the name without that of the packing, in lower case; empty if there is none. */
    private static String extension(String name) {
        var base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        var lower = base.toLowerCase(Locale.ROOT);
        var unpacked = lower.endsWith(".gz") && lower.indexOf('.') < lower.length() - 3
                ? lower.substring(0, lower.length() - 3)
                : lower;
        var dot = unpacked.lastIndexOf('.');
        return dot < 0 ? "" : unpacked.substring(dot + 1);
    }
}
