package dev.updraft.data.internal.tables;

import dev.updraft.data.DataException;
import dev.updraft.files.FileProblem;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The bytes of a table, which can be read several times. Gzip and zip are told by the content and unpacked on the way.
 *
 * @param name for messages; ends like the name of the table that is packed
 */
record TableSource(String name, Bytes bytes) {
    private static final int BUFFER_BYTES = 1 << 16;

    /** What a stream is opened from. */
    @FunctionalInterface
    interface Bytes {
        InputStream open() throws IOException;
    }

    static TableSource of(Path file) {
        if (Files.isDirectory(file)) {
            throw new DataException(file + ": is a folder; name a file in it");
        }
        return unpacked(file.toString(), () -> Files.newInputStream(file));
    }

    /** Reads all that is left of the stream into memory. */
    static TableSource of(InputStream in, String name) {
        try {
            var bytes = in.readNBytes(Integer.MAX_VALUE - 64);
            if (in.read() >= 0) {
                throw new DataException(name + ": is larger than 2 GiB; save it as a file and name that");
            }
            return unpacked(name, () -> new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    private static TableSource unpacked(String name, Bytes bytes) {
        try (var in = new BufferedInputStream(bytes.open(), BUFFER_BYTES)) {
            in.mark(4);
            var start = in.readNBytes(4);
            in.reset();
            if (start.length >= 2 && start[0] == 0x1F && start[1] == (byte) 0x8B) {
                return new TableSource(name, () -> gunzipped(bytes.open()));
            }
            if (start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] < 8 && start[3] < 9) {
                var entry = onlyEntry(name, in);
                return new TableSource(name + "/" + entry, () -> unzipped(bytes.open(), entry));
            }
            return new TableSource(name, bytes);
        } catch (IOException | IllegalArgumentException e) {
            throw failure(name, e);
        }
    }

    private static InputStream gunzipped(InputStream in) throws IOException {
        try {
            return new GZIPInputStream(in, BUFFER_BYTES);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static InputStream unzipped(InputStream in, String entry) throws IOException {
        var zip = new ZipInputStream(in);
        try {
            for (var next = zip.getNextEntry(); next != null; next = zip.getNextEntry()) {
                if (next.getName().equals(entry)) {
                    return zip;
                }
            }
            throw new ZipException("entry " + entry + " has disappeared");
        } catch (IOException | IllegalArgumentException e) {
            in.close();
            throw e;
        }
    }

    private static String onlyEntry(String name, InputStream in) throws IOException {
        var entries = new ArrayList<String>();
        var zip = new ZipInputStream(in);
        for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (isTable(entry)) {
                entries.add(entry.getName());
            }
        }
        if (entries.isEmpty()) {
            throw new DataException(name + ": the archive has no file; put a table into it");
        }
        if (entries.size() > 1) {
            throw new DataException(name + ": the archive has " + entries.size() + " files ("
                    + String.join(", ", entries.subList(0, Math.min(10, entries.size())))
                    + (entries.size() > 10 ? ", …" : "") + "), where one table is expected; unpack it and name one");
        }
        return entries.getFirst();
    }

    /** Not what systems add of themselves. */
    private static boolean isTable(ZipEntry entry) {
        var name = entry.getName();
        return !entry.isDirectory() && !name.startsWith("__MACOSX/") && !name.endsWith(".DS_Store");
    }

    InputStream open() throws IOException {
        return bytes.open();
    }

    /** What went wrong with a file, for its user. */
    static DataException failure(String name, Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> new DataException(name + ": no such file; check the path", e);
            case EOFException _ ->
                new DataException(name + ": ends too early; the file appears truncated: download it again", e);
            case ZipException _ ->
                new DataException(name + ": the packed data is broken (" + e.getMessage() + "); download it again", e);
            case CharacterCodingException _ ->
                new DataException(name + ": has bytes that do not fit its encoding; save it as UTF-8", e);
            case UncheckedIOException unchecked
            when unchecked.getCause() != null -> failure(name, unchecked.getCause());
            case IOException failure -> new DataException(name + ": cannot be read: " + FileProblem.reason(failure), e);
            default -> new DataException(name + ": cannot be read: " + e.getMessage(), e);
        };
    }
}
