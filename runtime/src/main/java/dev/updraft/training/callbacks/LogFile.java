package dev.updraft.training.callbacks;

import dev.updraft.files.Destination;
import dev.updraft.files.FileName;
import dev.updraft.files.FileProblem;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingException;
import dev.updraft.weights.WeightsException;
import dev.updraft.weights.internal.ReplaceableFile;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file that grows. What a run has written of it counts; whatever else is behind that, such as rows that were written after
 * the checkpoint from which a run goes on, is cut off with the next write. What a full disk does not take is written when
 * there is room: for a log no training ends.
 */
final class LogFile {
    private static final int MOST_WAITING = 1 << 20;

    private final String writer;
    private final Path file;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private long length;
    private boolean failing;
    private boolean incomplete;

    /** @param writer the callback, for messages */
    LogFile(String writer, Path file) {
        this.writer = writer;
        this.file = file;
    }

    /**
     * Begins anew, once something is written.
     *
     * @param beginning how every log of the kind begins: another file is not written over
     * @throws TrainingException if it could not be written, or is something else
     */
    void start(byte[] beginning) {
        length = 0;
        waiting.reset();
        failing = false;
        incomplete = false;
        requireWritable(writer, file);
        if (Files.exists(file) && !begins(beginning)) {
            throw new TrainingException(
                    writer + " does not overwrite " + file + ", which is not a log: choose another name, or delete it");
        }
    }

    private boolean begins(byte[] beginning) {
        try (var in = Files.newInputStream(file)) {
            var found = in.readNBytes(beginning.length);
            return found.length == 0 || Arrays.equals(found, beginning);
        } catch (IOException e) {
            throw new TrainingException(failure(e));
        }
    }

    /** @throws TrainingException if a file cannot be written, as far as that shows beforehand */
    static void requireWritable(String writer, Path file) {
        var folder = file.toAbsolutePath().normalize().getParent();
        String problem = null;
        var kind = special(writer, file);
        if (kind != null) {
            problem = "it is " + kind + ", not a file";
        } else if (folder == null || Files.isDirectory(file)) {
            problem = "it is a folder";
        } else if (!Files.isDirectory(folder)) {
            problem = "the folder " + folder + " does not exist";
        } else if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            problem = "it is read-only";
        }
        if (problem != null) {
            throw new TrainingException(writer + " cannot write " + file + ": " + problem + "; choose another file");
        }
    }

    /** What a place is that is neither file nor folder nor the null device; else null. */
    private static @Nullable String special(String writer, Path file) {
        try {
            return Destination.of(file) instanceof Destination.Special(var _, var kind) ? kind : null;
        } catch (IOException e) {
            throw new TrainingException(writer + " cannot write " + file + ": " + FileProblem.reason(e));
        }
    }

    /** As {@link #requireWritable}, for a file that a model replaces. */
    static void requireReplaceable(String writer, Path file) {
        requireWritable(writer, file);
        try {
            ReplaceableFile.require(file);
        } catch (WeightsException e) {
            throw new TrainingException(writer + " cannot write " + e.getMessage());
        }
    }

    /** @throws TrainingException if the locale has no such name */
    static Path path(String writer, String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new TrainingException(
                    writer + " cannot write '" + name + "': that cannot be a path in this locale; " + FileName.ADVICE);
        }
    }

    boolean isEmpty() {
        return length == 0 && waiting.size() == 0;
    }

    Path file() {
        return file;
    }

    /** Appends to what counts. That it cannot be written is told once. */
    void append(Training training, byte[] bytes) {
        if (waiting.size() == 0 || waiting.size() + bytes.length <= MOST_WAITING) {
            waiting.writeBytes(bytes);
        } else if (!incomplete) {
            incomplete = true;
            training.notice(
                    writer + " drops rows that can no longer be buffered for " + file + ": it will be incomplete");
        }
        try {
            write();
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                training.notice(
                        failure(e) + "; training continues, and the missing rows are written once there is space");
            }
            failing = true;
        }
    }

    /** Writes what waits, for the last time. */
    void finish(Training training) {
        if (waiting.size() > 0) {
            try {
                write();
            } catch (IOException e) {
                training.notice(failure(e) + "; it is incomplete");
            }
        }
    }

    private void write() throws IOException {
        var folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            try {
                var buffer = ByteBuffer.wrap(waiting.toByteArray());
                while (buffer.hasRemaining()) {
                    channel.write(buffer, length + buffer.position());
                }
            } catch (IOException e) {
                channel.truncate(length);
                throw e;
            }
        }
        length += waiting.size();
        waiting.reset();
    }

    private String failure(IOException e) {
        return writer + " cannot write " + file + ": " + FileProblem.reason(e);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(length);
        out.writeInt(waiting.size());
        out.write(waiting.toByteArray());
    }

    /** Goes on behind what counted then; with what is there, if that is less. */
    void read(DataInput in) throws IOException {
        var written = in.readLong();
        if (written < 0) {
            throw new IOException("a file cannot have " + written + " bytes");
        }
        length = Files.exists(file) ? Math.min(written, Files.size(file)) : 0;
        waiting.reset();
        for (var left = in.readInt(); left != 0; ) {
            if (left < 0) {
                throw new IOException(left + " bytes cannot wait");
            }
            var part = new byte[Math.min(left, MOST_WAITING)];
            in.readFully(part);
            waiting.writeBytes(part);
            left -= part.length;
        }
    }
}
