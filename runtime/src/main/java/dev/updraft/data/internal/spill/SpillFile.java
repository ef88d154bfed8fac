package dev.updraft.data.internal.spill;

import dev.updraft.data.DataException;
import dev.updraft.files.FileProblem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A temporary file that nobody else sees: its name is gone as soon as it is open, so that its space is free again however the
 * process ends, or once nothing uses it. Unlike a channel it stays open where a thread that reads is interrupted.
 */
public final class SpillFile {
    private static final String FOLDER = "java.io.tmpdir";

    private final String owner;
    private final Path folder;
    private final RandomAccessFile file;
    private long size;
    private byte[] buffer = {};

    private SpillFile(String owner, Path folder, RandomAccessFile file) {
        this.owner = owner;
        this.folder = folder;
        this.file = file;
    }

    /**
     * An empty one in Java's folder of temporary files.
     *
     * @param owner whose it is, for messages
     * @throws DataException if there is no such folder, or it cannot be written to
     */
    public static SpillFile create(String owner) {
        var folder = Path.of(System.getProperty(FOLDER));
        try {
            var path = Files.createTempFile(folder, "updraft-", ".spill");
            try {
                return new SpillFile(owner, folder, new RandomAccessFile(path.toFile(), "rw"));
            } finally {
                forget(path);
            }
        } catch (IOException e) {
            throw new DataException(
                    owner + ": does not fit into memory, and no temporary file can be made in " + folder + ": "
                            + FileProblem.reason(e) + "; " + ways(),
                    e);
        }
    }

    /** Where systems keep the names of open files, the file goes when Java ends. */
    private static void forget(Path path) {
        try {
            Files.delete(path);
        } catch (IOException _) {
            path.toFile().deleteOnExit();
        }
    }

    private static String ways() {
        return "name a folder on a disk with room with JAVA_TOOL_OPTIONS=-D" + FOLDER
                + "=FOLDER, or give Java more memory with JAVA_TOOL_OPTIONS=-Xmx4g";
    }

    /**
     * That rows are in it, in a sentence for the user.
     *
     * @param limit what they may take in memory, in bytes
     */
    public String notice(int rows, long limit) {
        return String.format(
                Locale.ROOT,
                "%s: too large for memory (more than %.1f MB): %d rows stream from a temporary file of %.1f MB in %s%s",
                owner,
                limit / 1e6,
                rows,
                size() / 1e6,
                folder,
                isInMemory()
                        ? ", which is in memory itself: name a folder on a disk with JAVA_TOOL_OPTIONS=-D" + FOLDER
                                + "=FOLDER"
                        : "");
    }

    /** In bytes. */
    public synchronized long size() {
        return size;
    }

    /** Whether its folder is itself in memory, as far as the system says. */
    private boolean isInMemory() {
        try {
            var type = Files.getFileStore(folder).type();
            return type.equals("tmpfs") || type.equals("ramfs");
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * Writes behind what is there.
     *
     * @return where that begins
     * @throws DataException if there is no room left
     */
    public synchronized long append(byte[] bytes) {
        var start = size;
        try {
            file.seek(start);
            file.write(bytes);
            size += bytes.length;
            return start;
        } catch (IOException e) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s: does not fit into memory, and its temporary file in %s cannot be written beyond %.1f MB: %s; %s",
                            owner,
                            folder,
                            start / 1e6,
                            FileProblem.reason(e),
                            ways()),
                    e);
        }
    }

    /**
     * Reads as many bytes as the segment has.
     *
     * @throws DataException if the disk fails
     */
    public synchronized void read(long position, MemorySegment into) {
        var length = Math.toIntExact(into.byteSize());
        if (buffer.length < length) {
            buffer = new byte[length];
        }
        try {
            file.seek(position);
            file.readFully(buffer, 0, length);
        } catch (IOException e) {
            throw new DataException(
                    owner + ": its temporary file in " + folder + " cannot be read: " + FileProblem.reason(e)
                            + "; check the disk, and start again",
                    e);
        }
        MemorySegment.copy(buffer, 0, into, ValueLayout.JAVA_BYTE, 0, length);
    }
}
