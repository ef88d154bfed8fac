package dev.updraft.report.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.updraft.files.FileProblem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code report.json}: a {@link RunReport} as JSON, keyed by component name; non-finite numbers are {@code null}. */
public final class RunFile {
    public static final String NAME = "report.json";

    private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES, JSON.Feature.USE_FIELDS);
    private static final JSON READER =
            JSON.builder().register(new UndefinedNumbers.Reading()).build();

    /** A hundred thousand epochs and more. */
    private static final int LONGEST = 64 << 20;

    private RunFile() {}

    public static String write(RunReport run) {
        var text = new StringWriter();
        try (var json = new UndefinedNumbers.Writing(new JsonFactory().createGenerator(text))) {
            json.useDefaultPrettyPrinter();
            WRITER.write(run, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    /**
     * Reads the report of a folder, or of the file itself.
     *
     * @throws ReportException if there is none, or it is damaged or from another version
     */
    public static RunReport read(Path folderOrFile) {
        var file = Files.isDirectory(folderOrFile) ? folderOrFile.resolve(NAME) : folderOrFile;
        String text;
        try {
            text = text(file);
        } catch (NoSuchFileException e) {
            throw new ReportException(
                    file + ": there is no such report; pass a folder written by `updraft train` or `updraft evaluate`",
                    e);
        } catch (CharacterCodingException e) {
            throw foreign(file, e);
        } catch (IOException e) {
            throw new ReportException(
                    file + ": cannot be read (" + FileProblem.reason(e)
                            + "); pass a folder written by `updraft train` or `updraft evaluate`",
                    e);
        }
        return parse(file, text);
    }

    private static String text(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw foreign(file, null);
        }
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new ReportException(
                        "%s: has more than %s MiB, which is too large for an Updraft report"
                                .formatted(file, LONGEST >> 20),
                        null);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    private static RunReport parse(Path file, String text) {
        var report = requireFormat(file, text);
        try {
            var older = Objects.equals(report.get("format"), OlderFormats.OLDEST);
            return READER.beanFrom(RunReport.class, older ? OlderFormats.modernized(report) : text);
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            // A record refuses what is missing.
            throw new ReportException(file + ": is damaged; write it again with `updraft evaluate`", e);
        }
    }

    private static Map<String, Object> requireFormat(Path file, String text) {
        Map<String, Object> report;
        try {
            report = JSON.std.mapFrom(text);
        } catch (IOException e) {
            throw foreign(file, e);
        }
        if (!(report.get("format") instanceof Integer number)) {
            throw foreign(file, null);
        }
        if (number < OlderFormats.OLDEST || number > RunReport.FORMAT) {
            throw new ReportException(
                    String.format(
                            Locale.ROOT,
                            "%s: was written by %s version of Updraft (its format is %d, this version reads %d); %s",
                            file,
                            number > RunReport.FORMAT ? "a newer" : "an older",
                            number,
                            RunReport.FORMAT,
                            number > RunReport.FORMAT
                                    ? "read it with that version"
                                    : "write it again with `updraft evaluate`"),
                    null);
        }
        return report;
    }

    private static ReportException foreign(Path file, @Nullable Exception cause) {
        return new ReportException(
                file + ": is not an Updraft report; pass a folder written by `updraft train` or `updraft evaluate`",
                cause);
    }
}
