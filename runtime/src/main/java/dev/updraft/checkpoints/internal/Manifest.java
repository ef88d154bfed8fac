package dev.updraft.checkpoints.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.updraft.checkpoints.CheckpointException;
import dev.updraft.compiler.source.SourceJson;
import dev.updraft.files.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which files make up a checkpoint, with their lengths and checksums: {@code manifest.json}, whose last field is the
 * checksum of the others.
 *
 * @param metric the smaller the better: to tell the best checkpoint; null within an epoch
 * @param files all others in the folder
 */
public record Manifest(@Nullable Double metric, List<Part> files) {
    private static final String FILE = "manifest.json";
    private static final int FORMAT = 2;
    private static final int LONGEST = 1 << 20;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,60}\\.[a-z]{1,20}");
    private static final int CHUNK = 1 << 16;

    public Manifest {
        files = List.copyOf(files);
    }

    /** A file: its name, its length and its CRC-32C in hexadecimal. */
    record Part(String name, long bytes, String checksum) {
        static Part of(Path file) throws IOException {
            var crc = new CRC32C();
            var bytes = 0L;
            try (var in = Files.newInputStream(file)) {
                var chunk = new byte[CHUNK];
                for (var read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    crc.update(chunk, 0, read);
                    bytes += read;
                }
            }
            return new Part(String.valueOf(file.getFileName()), bytes, hexadecimal(crc));
        }

        /** What is wrong with the file in a folder, in words; null if nothing is. */
        @Nullable
        String problem(Path folder) throws IOException {
            try {
                var file = regular(folder, name);
                var found = Files.size(file);
                if (found != bytes) {
                    return name + " has " + found + " bytes instead of " + bytes;
                }
                return of(file).equals(this) ? null : name + " has changed since it was written";
            } catch (NoSuchFileException _) {
                return name + " is missing";
            }
        }
    }

    /** A file that ends: from a pipe or a device could be read for ever. */
    private static Path regular(Path folder, String name) throws IOException {
        var file = folder.resolve(name);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CheckpointException(folder, name + " is not a regular file");
        }
        return file;
    }

    /** Of all files in a folder, forced to the disk. */
    public static Manifest of(Path folder, @Nullable Double metric) throws IOException {
        var parts = new ArrayList<Part>();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                AtomicFile.force(file);
                parts.add(Part.of(file));
            }
        }
        return new Manifest(metric, parts);
    }

    public void write(Path folder) throws IOException {
        var text = new StringWriter();
        try (var json = SourceJson.FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            if (metric == null) {
                json.writeNullField("metric");
            } else {
                json.writeNumberField("metric", metric);
            }
            json.writeArrayFieldStart("files");
            for (var file : files) {
                json.writeStartObject();
                json.writeStringField("name", file.name);
                json.writeNumberField("bytes", file.bytes);
                json.writeStringField("crc32c", file.checksum);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("crc32c", checksum());
            json.writeEndObject();
        }
        AtomicFile.write(folder.resolve(FILE), text + "\n");
    }

    /**
     * Reads and believes a manifest only if it is as it was written.
     *
     * @throws CheckpointException in words that follow the checkpoint's name, if it is damaged or missing
     * @throws IOException if it cannot be read
     */
    static Manifest read(Path folder) throws IOException {
        try (var in = Files.newInputStream(regular(folder, FILE))) {
            return read(folder, in);
        } catch (NoSuchFileException _) {
            throw new CheckpointException(folder, FILE + " is missing");
        } catch (JsonProcessingException e) {
            throw new CheckpointException(folder, FILE + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    private static Manifest read(Path folder, InputStream in) throws IOException {
        var text = new String(in.readNBytes(LONGEST + 1), StandardCharsets.UTF_8);
        if (text.length() > LONGEST) {
            throw new CheckpointException(folder, FILE + " is too long for a manifest");
        }
        try (var json = SourceJson.FACTORY.createParser(text)) {
            var reader = new FieldReader(json);
            return reader.document(fields -> {
                var format = fields.number("format");
                if (format != FORMAT) {
                    throw new CheckpointException(
                            folder,
                            FILE + " is of format " + format + ", and this version reads format " + FORMAT
                                    + ": resume with the version that wrote it");
                }
                var manifest = new Manifest(
                        fields.realOrNull("metric"),
                        fields.objects(
                                "files",
                                part -> new Part(part.text("name"), part.number("bytes"), part.text("crc32c"))));
                if (!fields.text("crc32c").equals(manifest.checksum())) {
                    throw new CheckpointException(folder, FILE + " has changed since it was written");
                }
                return manifest;
            });
        }
    }

    /**
     * Reads the manifest of a checkpoint whose files are as they were written, its state among them.
     *
     * @throws CheckpointException in words that follow the checkpoint's name, if one is not
     * @throws IOException if one cannot be read
     */
    public static Manifest verified(Path folder) throws IOException {
        var manifest = read(folder);
        var problem = manifest.missing(List.of(RunStateFile.FILE));
        for (var file : manifest.files) {
            if (problem == null) {
                problem = NAME.matcher(file.name).matches() ? file.problem(folder) : "a file has an invalid name";
            }
        }
        if (problem != null) {
            throw new CheckpointException(folder, problem);
        }
        return manifest;
    }

    /** What it lacks of what a checkpoint must have, in words; null if nothing. */
    @Nullable
    String missing(List<String> required) {
        return required.stream()
                .filter(name -> files.stream().noneMatch(file -> file.name.equals(name)))
                .findFirst()
                .map(name -> FILE + " does not list " + name)
                .orElse(null);
    }

    private String checksum() {
        var crc = new CRC32C();
        crc.update((metric + "\n").getBytes(StandardCharsets.UTF_8));
        for (var file : files) {
            crc.update(String.format(Locale.ROOT, "%s %d %s\n", file.name, file.bytes, file.checksum)
                    .getBytes(StandardCharsets.UTF_8));
        }
        return hexadecimal(crc);
    }

    private static String hexadecimal(CRC32C crc) {
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
