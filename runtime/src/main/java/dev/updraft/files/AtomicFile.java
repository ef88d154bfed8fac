package dev.updraft.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Replaces a file in one moment: whatever interrupts it, the old content or the new one is there whole. The new content
 * goes to a hidden file in the same folder, is forced to the disk and moved over the old; then the folder is forced, so
 * that the move lasts too. Links are followed; devices and pipes are never replaced.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the whole content; again, if the thread is interrupted meanwhile. */
    @FunctionalInterface
    public interface Content {
        void write(FileChannel channel) throws IOException;
    }

    /** Replaces a file by a text in UTF-8. */
    public static void write(Path file, String text) throws IOException {
        write(file, channel -> writeAll(channel, text));
    }

    /** Writes a new file, as {@link #create(Path, Content)} does, with a text in UTF-8. */
    public static void create(Path file, String text) throws IOException {
        create(file, channel -> writeAll(channel, text));
    }

    /** Replaces a file. */
    public static void write(Path file, Content content) throws IOException {
        Uninterrupted.call(() -> {
            replace(file, content);
            return file;
        });
    }

    private static void replace(Path file, Content content) throws IOException {
        var destination = Destination.of(file);
        if (destination instanceof Destination.NullDevice(var device)) {
            discard(device, content);
            return;
        }
        if (destination instanceof Destination.Special(var special, var kind)) {
            throw new FileSystemException(special.toString(), null, "it is " + kind + ", not a file");
        }
        var target = destination.path();
        var folder = target.resolveSibling("");
        var temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            create(temporary, content);
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
        force(folder);
    }

    private static void move(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException | UnsupportedOperationException e) {
            if (isOnDisk(target)) {
                throw e;
            }
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Rather than in an archive or in memory, which have neither the move nor folders to force. */
    private static boolean isOnDisk(Path file) {
        return file.getFileSystem().equals(FileSystems.getDefault());
    }

    private static void discard(Path device, Content content) throws IOException {
        try (var channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
            content.write(channel);
        }
    }

    /** Writes a new file, forces it to the disk, and makes sure that all of it is there. */
    public static void create(Path file, Content content) throws IOException {
        long written;
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.write(channel);
            channel.force(true);
            written = channel.position();
        }
        var found = Files.size(file);
        if (found != written) {
            throw new IOException("the disk accepted only " + found + " of " + written + " bytes");
        }
    }

    private static void writeAll(FileChannel channel, String text) throws IOException {
        writeAll(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A channel may take less at once than it is given. */
    public static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Waits until a file, or the names in a folder, are on the disk. */
    public static void force(Path fileOrFolder) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return; // Windows neither needs nor allows it.
        }
        try (var channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException | UnsupportedOperationException e) {
            if (isOnDisk(fileOrFolder) || !Files.isDirectory(fileOrFolder)) {
                throw e;
            }
        }
    }
}
