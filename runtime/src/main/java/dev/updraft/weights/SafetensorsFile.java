package dev.updraft.weights;

import dev.updraft.files.FileProblem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file open for reading. Its header is checked completely first; each tensor is read on demand.
 */
public final class SafetensorsFile implements AutoCloseable {
    /** The format's own limit. */
    public static final long LONGEST_HEADER = 100_000_000;

    /** Reads of a direct buffer of any size would go through a hidden copy of that size. */
    private static final long CHUNK = 1 << 20;

    /** Enough to tell what else a file may be. */
    private static final int LOOKED_AT = 64;

    private final Path path;
    private final FileChannel channel;
    private final Header header;
    private final long dataStart;

    private SafetensorsFile(Path path, FileChannel channel, Header header, long dataStart) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws WeightsException if it cannot be read, or is not a valid safetensors file
     */
    public static SafetensorsFile open(Path path) {
        if (Files.isDirectory(path)) {
            throw new WeightsException(path, "is a folder, not a file; name the .safetensors file in it");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new WeightsException(path, "does not support random access; copy it to a regular file");
        }
        try {
            var channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return open(path, channel);
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new WeightsException(path, "there is no such file; check the path, or train the model first", e);
        } catch (IOException e) {
            throw new WeightsException(path, "cannot be read: " + FileProblem.reason(e), e);
        }
    }

    private static SafetensorsFile open(Path path, FileChannel channel) throws IOException {
        var size = channel.size();
        var lengthField = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (size < Long.BYTES || channel.read(lengthField, 0) != Long.BYTES) {
            throw foreign(path, channel, size == 0 ? "it is empty" : "it has only " + size + " bytes");
        }
        var length = lengthField.getLong(0);
        if (Long.compareUnsigned(length, LONGEST_HEADER) > 0) {
            throw foreign(
                    path,
                    channel,
                    "its header would have " + Long.toUnsignedString(length) + " bytes, but the format allows "
                            + LONGEST_HEADER);
        }
        if (length > size - Long.BYTES) {
            var problem = "its header claims " + length + " bytes, but only " + (size - Long.BYTES) + " follow";
            // A header begins with a brace: then the rest of it is what is missing.
            throw beginsHeader(channel)
                    ? new WeightsException(path, "is truncated: " + problem + "; copy or download it again")
                    : foreign(path, channel, problem);
        }
        var start = Long.BYTES + length;
        var text = new Limited(Channels.newInputStream(channel.position(Long.BYTES)), length);
        return new SafetensorsFile(path, channel, HeaderParser.parse(path, text, size - start), start);
    }

    private static boolean beginsHeader(FileChannel channel) throws IOException {
        return beginning(channel, Long.BYTES, 1).equals("{");
    }

    private static WeightsException foreign(Path path, FileChannel channel, String problem) throws IOException {
        var kind = FileKind.of(beginning(channel, 0, LOOKED_AT).getBytes(StandardCharsets.ISO_8859_1));
        return new WeightsException(
                path,
                "is not a safetensors file: " + problem
                        + kind.map(found -> ", and it looks like " + found.description())
                                .orElse("")
                        + "; pass the .safetensors file that `updraft train` wrote");
    }

    /** A character for each byte. */
    private static String beginning(FileChannel channel, long position, int most) throws IOException {
        var bytes = ByteBuffer.allocate(most);
        var count = channel.read(bytes, position);
        return new String(bytes.array(), 0, Math.max(count, 0), StandardCharsets.ISO_8859_1);
    }

    /** Its path. */
    public Path path() {
        return path;
    }

    /** The metadata by key. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** Its tensors, in order of position. */
    public List<TensorEntry> tensors() {
        return header.tensors();
    }

    /**
     * Reads a tensor's bytes, little-endian, into {@code target}, which must have the same size.
     *
     * @throws WeightsException if the file cannot be read, or became shorter
     */
    public void read(TensorEntry tensor, MemorySegment target) {
        var size = tensor.end() - tensor.begin();
        if (target.byteSize() != size) {
            throw new IllegalArgumentException(size + " bytes do not match " + target.byteSize());
        }
        try {
            var done = 0L;
            while (done < size) {
                var chunk = target.asSlice(done, Math.min(CHUNK, size - done)).asByteBuffer();
                var read = channel.read(chunk, dataStart + tensor.begin() + done);
                if (read < 0) {
                    throw new WeightsException(
                            path,
                            "became shorter while it was read; make sure that nothing writes to it, and read it"
                                    + " again");
                }
                done += read;
            }
        } catch (IOException e) {
            throw new WeightsException(path, "cannot be read: " + FileProblem.reason(e), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new WeightsException(path, "cannot be closed: " + FileProblem.reason(e), e);
        }
    }

    /** Ends after so many bytes. */
    private static final class Limited extends FilterInputStream {
        private long left;

        Limited(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            var value = in.read();
            left -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            var count = in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }

        /** The channel stays open for the tensors. */
        @Override
        public void close() {}
    }
}
