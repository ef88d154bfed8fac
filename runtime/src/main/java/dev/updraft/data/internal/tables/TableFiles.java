package dev.updraft.data.internal.tables;

import dev.updraft.data.DataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Opens tables of all supported formats. */
public final class TableFiles {
    static final String SUPPORTED = "supported are .csv, .tsv, .tab, .txt, .data, .dat, .json, .jsonl, .ndjson, .arff,"
            + " .libsvm and .svm, also packed as .gz or .zip";

    private static final Set<String> CSV = Set.of("csv", "tsv", "tab", "txt", "data", "dat");

    private TableFiles() {}

    /**
     * Opens a file, and finds out its format.
     *
     * @param options of CSV files
     * @throws DataException if the format is not supported, or the file's start cannot be read
     */
    public static TableFile open(Path file, CsvOptions options) {
        requireSupported(file.toString());
        return open(TableSource.of(file), options);
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
        var known = CSV.contains(extension)
                || Set.of("json", "jsonl", "ndjson", "arff", "libsvm", "svm", "gz", "zip", "")
                        .contains(extension);
        if (!known) {
            throw new DataException(name + ": files that end with ." + extension + " are not supported; " + SUPPORTED);
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
