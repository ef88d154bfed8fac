package dev.updraft.data.internal.formats;

import dev.updraft.data.DataException;
import dev.updraft.files.FileProblem;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A binary file read from front to back, unpacked on the way if it is gzip (told by its content, not its name). Whatever
 * goes wrong is a {@link DataException} that names the file.
 */
final class ByteReader implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    /** Deflate packs at most 1032 bytes into one (RFC 1951: 258 bytes in two bits), gzip's frame aside. */
    private static final long MAX_DEFLATE_RATIO = 1032;

    private final Path file;
    private final InputStream in;
    private final long limit;
    private final boolean packed;

    private ByteReader(Path file, InputStream in, long limit, boolean packed) {
        this.file = file;
        this.in = in;
        this.limit = limit;
        this.packed = packed;
    }

    static ByteReader open(Path file) {
        try {
            var size = Files.size(file);
            var in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
            try {
                return startsAsGzip(in)
                        ? new ByteReader(file, unpack(in), size * MAX_DEFLATE_RATIO, true)
                        : new ByteReader(file, in, size, false);
            } catch (IOException e) {
                in.close();
                throw e;
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static boolean startsAsGzip(InputStream in) throws IOException {
        in.mark(2);
        var packed = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return packed;
    }

    private static InputStream unpack(InputStream in) throws IOException {
        return new BufferedInputStream(new GZIPInputStream(in, BUFFER_BYTES), BUFFER_BYTES);
    }

    /** What an I/O error means to the user. */
    static DataException failure(Path file, Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> new DataException(file + ": no such file; check the path", e);
            case EOFException _ ->
                new DataException(file + ": ends too early; the file appears truncated: download it again", e);
            case ZipException _ ->
                new DataException(file + ": broken gzip data (" + e.getMessage() + "); download it again", e);
            case IOException failure -> new DataException(file + ": cannot be read: " + FileProblem.reason(failure), e);
            default -> new DataException(file + ": cannot be read: " + e, e);
        };
    }

    /**
     * Checks what a header promises before memory is set aside for it.
     *
     * @param promised bytes that should be in the file, all in all
     */
    void requireRoomFor(long promised, String header) {
        if (promised > limit || (!packed && promised != limit)) {
            throw new DataException(file + ": " + header + ", which takes " + promised + " bytes, but the file "
                    + (packed ? "cannot unpack to more than " : "has ") + limit
                    + (promised > limit
                            ? "; the file appears truncated: download it again"
                            : ", which contradicts its header: download it again"));
        }
    }

    /**
     * Fills the buffer up to {@code length}.
     *
     * @param what it is, for the message if the file ends before: {@code record 17}
     */
    void read(byte[] buffer, int length, String what) {
        try {
            var count = in.readNBytes(buffer, 0, length);
            if (count < length) {
                throw new DataException(
                        file + ": ends within " + what + "; the file appears truncated: download it again");
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    int readInt(String what) {
        var bytes = new byte[Integer.BYTES];
        read(bytes, Integer.BYTES, what);
        return ByteBuffer.wrap(bytes).getInt();
    }

    /** Checks that nothing follows. */
    void requireEnd(String expected) {
        try {
            if (in.read() >= 0) {
                throw new DataException(file + ": has extra data after " + expected
                        + ", which contradicts its header: download it again");
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }
}
