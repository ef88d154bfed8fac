package dev.updraft.checkpoints.internal;

import dev.updraft.checkpoints.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a folder to one training at a time. The system gives it back when the process ends, however that happens. */
final class FolderLock implements AutoCloseable {
    private static final String FILE = ".lock";
    private static final int LONGEST_NOTE = 200;

    /** Behind the note, which others may read: on some systems what is locked cannot be read. */
    private static final long LOCKED_BYTE = 1 << 20;

    /** Within a process a lock is lost when any channel of its file is closed: so none is opened twice. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws CheckpointException if another training has it; the message names that
     * @throws IOException if there can be no lock
     */
    static FolderLock of(Path folder) throws IOException {
        var real = folder.toRealPath();
        if (!HELD.add(real)) {
            throw new CheckpointException(
                    folder,
                    "another training in this process is saving its checkpoints there: wait for it, or choose another"
                            + " folder");
        }
        try {
            var channel = FileChannel.open(
                    real.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                take(folder, channel);
                return new FolderLock(real, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            HELD.remove(real);
            throw e;
        }
    }

    private static void take(Path folder, FileChannel channel) throws IOException {
        if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
            var note = ByteBuffer.allocate(LONGEST_NOTE);
            channel.read(note, 0);
            throw new CheckpointException(
                    folder,
                    "another training is saving its checkpoints there ("
                            + new String(note.array(), 0, note.position(), StandardCharsets.UTF_8)
                                    .replaceAll("\\p{Cntrl}", "")
                            + "): wait for it, stop it, or choose another folder");
        }
        var note = "process " + ProcessHandle.current().pid() + ", since "
                + LocalDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)), 0);
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(folder);
        }
    }
}
