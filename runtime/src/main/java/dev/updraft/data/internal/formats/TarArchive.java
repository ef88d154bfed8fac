package dev.updraft.data.internal.formats;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Takes a few files out of a {@code .tar.gz} (POSIX.1-1988 ustar). Members that nobody asked for by name are passed over, so
 * that no name in an archive ever becomes a path.
 */
public final class TarArchive {

    private static final int BLOCK = 512;
    private static final int NAME_BYTES = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_BYTES = 12;
    private static final int TYPE_AT = 156;
    private static final long MAX_UNPACKED = 1L << 30;

    private TarArchive() {}

    /**
     * Writes the wanted members below a folder; each appears whole or not at all.
     *
     * @param members paths in the archive, and below the folder
     * @throws IOException if the archive is broken, lacks a member, or unpacks to more than a gigabyte
     */
    public static void extract(Path archive, List<String> members, Path folder) throws IOException {
        var missing = new ArrayList<>(members);
        try (var in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)), 1 << 16)) {
            var unpacked = 0L;
            for (var header = in.readNBytes(BLOCK);
                    header.length == BLOCK && header[0] != 0;
                    header = in.readNBytes(BLOCK)) {
                var size = size(header);
                unpacked += size;
                if (unpacked > MAX_UNPACKED) {
                    throw new IOException("it unpacks to more than " + (MAX_UNPACKED >> 20) + " MB");
                }
                var name = text(header, 0, NAME_BYTES);
                if (regular(header) && missing.remove(name)) {
                    write(in, size, folder.resolve(name));
                } else {
                    in.skipNBytes(size);
                }
                in.skipNBytes(Math.floorMod(-size, BLOCK));
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException("it has no " + String.join(", ", missing));
        }
    }

    private static boolean regular(byte[] header) {
        return header[TYPE_AT] == '0' || header[TYPE_AT] == 0;
    }

    private static String text(byte[] header, int offset, int length) {
        var text = new String(header, offset, length, StandardCharsets.US_ASCII);
        var end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static long size(byte[] header) throws IOException {
        var octal = text(header, SIZE_AT, SIZE_BYTES).strip();
        if (!octal.matches("[0-7]{1,11}")) {
            throw new IOException("it is not a tar archive: a member's size is not a number");
        }
        return Long.parseLong(octal, 8);
    }

    private static void write(InputStream in, long size, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var partial = file.resolveSibling(file.getFileName() + ".part");
        try (var out = Files.newOutputStream(partial)) {
            var buffer = new byte[1 << 16];
            for (var remaining = size; remaining > 0; ) {
                var count = in.read(buffer, 0, (int) Math.min(buffer.length, remaining));
                if (count < 0) {
                    throw new EOFException("it ends within " + file.getFileName());
                }
                out.write(buffer, 0, count);
                remaining -= count;
            }
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
