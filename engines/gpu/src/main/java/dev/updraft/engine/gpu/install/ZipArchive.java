package dev.updraft.engine.gpu.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip archive, of which nothing is believed: no entry gets out of the folder it is unpacked into, none gets larger than
 * the archive says, and each has the checksum that it states. Links become ordinary files that hold where they point. Who
 * may execute a file is not kept.
 *
 * @param file the archive
 */
record ZipArchive(Path file) {
    private static final int BUFFER_BYTES = 1 << 16;

    /** How many bytes it unpacks to. */
    long unpackedBytes() throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            return zip.stream()
                    .mapToLong(ZipEntry::getSize)
                    .reduce(0, (sum, size) -> sum > Long.MAX_VALUE - size ? Long.MAX_VALUE : sum + size);
        }
    }

    /**
     * Unpacks it.
     *
     * @param folder a new one
     * @throws ZipException if it is broken, or malicious
     */
    void unpack(Path folder) throws IOException {
        Files.createDirectory(folder);
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                var target = target(entry, folder);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    write(zip, entry, target);
                }
            }
        }
    }

    private static Path target(ZipEntry entry, Path folder) throws ZipException {
        try {
            var target = folder.resolve(entry.getName()).normalize();
            if (target.startsWith(folder) && !target.equals(folder)) {
                return target;
            }
        } catch (InvalidPathException _) {
            // Refused below.
        }
        throw new ZipException("its entry `" + entry.getName() + "` would be unpacked outside the target folder");
    }

    private static void write(ZipFile zip, ZipEntry entry, Path target) throws IOException {
        try (var in = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
                var out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = new byte[BUFFER_BYTES];
            var left = entry.getSize();
            for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                left -= count;
                if (left < 0) {
                    throw new ZipException("its entry `" + entry.getName() + "` is larger than it says");
                }
                out.write(buffer, 0, count);
            }
            if (left > 0 || in.getChecksum().getValue() != entry.getCrc()) {
                throw new ZipException("its entry `" + entry.getName() + "` is damaged");
            }
        }
    }
}
