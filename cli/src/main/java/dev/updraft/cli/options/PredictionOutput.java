package dev.updraft.cli.options;

import dev.updraft.cli.output.UserMistake;
import dev.updraft.data.internal.databases.ParquetFile;
import dev.updraft.files.AtomicFile;
import dev.updraft.files.Destination;
import dev.updraft.files.FileProblem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where predictions go, and how they are written. */
public final class PredictionOutput {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            completionCandidates = FormatConverter.Names.class,
            description =
                    "text, csv, jsonl or parquet; by default what the name of --out ends in, else text. All but text"
                            + " have ids, predictions, and probabilities by class. parquet needs --out, and DuckDB's JDBC driver"
                            + " in UPDRAFT_CLASSPATH.")
    private @Nullable PredictionFormat format;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "File to write the predictions to instead of standard output; it is there whole or not at all.")
    private @Nullable Path out;

    /** The file to write; null for standard output. */
    public @Nullable Path file() {
        return out;
    }

    /** How predictions are written. */
    public PredictionFormat format() {
        if (format != null) {
            return format;
        }
        if (out == null) {
            return PredictionFormat.TEXT;
        }
        var byName = PredictionFormat.of(out);
        if (byName == null) {
            throw new UserMistake(
                    out + ": its name does not say in which format to write it; let it end in .csv or .jsonl,"
                            + " or pass --format csv, jsonl or text");
        }
        return byName;
    }

    /**
     * That the file can be written is seen before anything is predicted.
     *
     * @param json whether standard output is for JSON events
     * @param read files that are read, which must not be replaced
     */
    public void require(boolean json, List<Path> read) {
        if (out == null) {
            if (json && format != null) {
                throw new UserMistake(
                        "--json prints events of its own, and --format says how predictions are printed: omit"
                                + " one of them, or write the predictions to a file with --out");
            }
            if (format == PredictionFormat.PARQUET) {
                throw new UserMistake("--format parquet needs a file: add --out predictions.parquet");
            }
            return;
        }
        var chosen = format();
        if (chosen == PredictionFormat.PARQUET) {
            ParquetFile.requireDriver(out);
        }
        try {
            switch (Destination.of(out)) {
                case Destination.NullDevice _ -> {}
                case Destination.Folder _ ->
                    throw new UserMistake(out + ": is a folder; pass --out the name of a file");
                case Destination.Special(var _, var kind) ->
                    throw new UserMistake(out + ": is " + kind
                            + ", not a file, and is left alone; omit --out to write to" + " standard output");
                case Destination.Free(var path) -> requireFolder(path);
                case Destination.RegularFile(var path) -> {
                    requireFolder(path);
                    for (var other : read) {
                        if (Files.exists(other) && Files.isSameFile(path, other)) {
                            throw new UserMistake(out + ": is read by this command, so it is not overwritten; choose"
                                    + " another name with --out");
                        }
                    }
                    if (!chosen.fits(out) && Files.size(path) > 0) {
                        throw new UserMistake(out + ": exists, and its name does not end as that of a file with"
                                + " predictions does, so it is not overwritten; choose another name, or remove the file"
                                + " first");
                    }
                }
            }
        } catch (IOException e) {
            throw new UserMistake(out + ": cannot be written: " + FileProblem.reason(e));
        }
    }

    private void requireFolder(Path path) {
        var folder = Objects.requireNonNull(path.getParent(), "the path is absolute");
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new UserMistake(out + ": cannot be written, as the folder " + folder
                    + (Files.isDirectory(folder) ? " is read-only" : " does not exist")
                    + "; choose another file with --out");
        }
    }

    /** Writes lines. */
    @FunctionalInterface
    public interface Content {
        void write(Writer writer) throws IOException;
    }

    /** Writes the file, or leaves what was there if it cannot be written whole. */
    public void write(Path file, Content content) {
        try {
            AtomicFile.write(file, channel -> {
                var writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
                content.write(writer);
                writer.flush();
            });
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * As the other, a Parquet file.
     *
     * @param rows as CSV without a header
     */
    public void write(ParquetFile file, Content rows) {
        try {
            file.write(rows::write);
        } catch (IOException e) {
            throw unwritable(file.file(), e);
        }
    }

    private static UserMistake unwritable(Path file, IOException e) {
        return new UserMistake(
                file + ": cannot be written: " + FileProblem.reason(e) + "; choose another file with --out");
    }

    /** Reads the word for a format. */
    public static final class FormatConverter implements ITypeConverter<PredictionFormat> {
        @Override
        public PredictionFormat convert(String text) {
            for (var format : PredictionFormat.values()) {
                if (format.toString().equals(text)) {
                    return format;
                }
            }
            throw new TypeConversionException("expected text, csv, jsonl or parquet, found `" + text + "`");
        }

        /** What shells complete. */
        public static final class Names extends java.util.ArrayList<String> {
            private static final long serialVersionUID = 1;

            Names() {
                super(List.of("text", "csv", "jsonl", "parquet"));
            }
        }
    }
}
