package dev.updraft.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Downloads files. What has come goes into {@code NAME.part}, so that a cut download is resumed, by the next mirror, the
 * next attempt or the next run; only a file whose size and checksum are right gets its name.
 *
 * @param connectTimeout how long a server may take to answer
 * @param readTimeout how long a server may be silent in the midst of a file
 */
public record Download(Duration connectTimeout, Duration readTimeout) {

    /** Patient enough for a slow network. */
    public static final Download DEFAULT = new Download(Duration.ofSeconds(10), Duration.ofSeconds(30));

    /** A server that cuts every connection after a little is given up at some point. */
    private static final int MAX_ATTEMPTS = 20;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    /** Hears how far a download has come. */
    @FunctionalInterface
    public interface Listener {

        /** Ignores progress. */
        Listener NONE = (_, _, _) -> {};

        /**
         * Called every now and then, and when all is there.
         *
         * @param name of the file
         * @param bytes how many are there
         * @param total how many there are, or -1 if that is not known
         */
        void received(String name, long bytes, long total);
    }

    /** A server's answer, or what came of it, is of no use; the message says why. */
    private static final class UselessAnswerException extends IOException {
        private static final long serialVersionUID = 1;

        UselessAnswerException(String message) {
            super(message);
        }
    }

    /**
     * Puts a file into a folder, unless it is there.
     *
     * @throws IOException if it cannot be had; the message is fit for the user
     */
    public void fetch(RemoteFile file, Path folder, Listener listener) throws IOException {
        Files.createDirectories(folder);
        var complete = folder.resolve(file.name());
        var partial = folder.resolve(file.name() + ".part");
        try (var channel = FileChannel.open(
                        partial, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var _ = lock(channel, file)) {
            // Whoever held the lock before may have finished.
            if (Files.exists(complete)) {
                return;
            }
            try {
                attempt(file, channel, listener);
            } catch (IOException e) {
                if (channel.size() == 0) {
                    Files.delete(partial);
                }
                throw e;
            }
            channel.force(true);
        }
        Files.move(partial, complete, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * The content of a small file, or nothing where the server has none.
     *
     * @param most how many bytes it may have
     * @throws IOException if it cannot be had; the message is fit for the user
     */
    public Optional<byte[]> read(URI address, int most) throws IOException {
        try {
            var connection = connect(address);
            try {
                return content(connection, most);
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            throw new IOException(address + ": " + reason(e), e);
        }
    }

    private static Optional<byte[]> content(HttpURLConnection connection, int most) throws IOException {
        var status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_NOT_FOUND) {
            return Optional.empty();
        }
        if (status != HttpURLConnection.HTTP_OK) {
            throw refused(connection);
        }
        try (var in = connection.getInputStream()) {
            var content = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new UselessAnswerException("the server sends more than " + most + " bytes");
            }
            return Optional.of(content);
        }
    }

    private static FileLock lock(FileChannel channel, RemoteFile file) throws IOException {
        try {
            var lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException _) {
            // Held by another thread of this process: the same to the user.
        }
        throw new IOException(file.name() + " is being downloaded already; wait until that is done");
    }

    /** Goes round the mirrors until each has failed once without having brought the file any further. */
    private void attempt(RemoteFile file, FileChannel channel, Listener listener) throws IOException {
        IOException last = null;
        var failures = 0;
        for (var attempt = 0;
                attempt < MAX_ATTEMPTS && failures < file.mirrors().size();
                attempt++) {
            var mirror = file.mirrors().get(attempt % file.mirrors().size());
            var before = channel.size();
            try {
                transfer(mirror, file, channel, listener);
                requireChecksum(file, channel);
                return;
            } catch (IOException e) {
                last = new IOException(mirror + ": " + reason(e), e);
                failures = channel.size() > before ? 0 : failures + 1;
            }
        }
        throw last == null ? new IOException(file.name() + " is published nowhere") : last;
    }

    private String reason(IOException e) {
        return switch (e) {
            case UselessAnswerException _ -> String.valueOf(e.getMessage());
            case SocketTimeoutException _ ->
                "no answer within " + seconds(connectTimeout) + ", or silence for " + seconds(readTimeout);
            case UnknownHostException _ -> "the host is not known; is there a network?";
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }

    private void transfer(URI mirror, RemoteFile file, FileChannel channel, Listener listener) throws IOException {
        if (channel.size() == file.bytes()) {
            return;
        }
        var connection = connect(mirror);
        try {
            if (channel.size() > 0) {
                connection.setRequestProperty("Range", "bytes=" + channel.size() + "-");
            }
            requireUsable(connection, channel);
            try (var in = connection.getInputStream()) {
                append(in, file, total(file, channel.size(), connection), channel, listener);
            }
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection connect(URI address) throws IOException {
        var connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout((int) connectTimeout.toMillis());
        connection.setReadTimeout((int) readTimeout.toMillis());
        connection.setRequestProperty("Accept-Encoding", "identity");
        return connection;
    }

    private static UselessAnswerException refused(HttpURLConnection connection) throws IOException {
        return new UselessAnswerException(
                "the server answers " + connection.getResponseCode() + " " + connection.getResponseMessage());
    }

    /** The size that is published, else what the server says, else -1. */
    private static long total(RemoteFile file, long before, HttpURLConnection connection) {
        var rest = connection.getContentLengthLong();
        return file.bytes() >= 0 || rest < 0 ? file.bytes() : before + rest;
    }

    /** Afterwards the channel ends where the server's answer starts. */
    private static void requireUsable(HttpURLConnection connection, FileChannel channel) throws IOException {
        var status = connection.getResponseCode();
        switch (status) {
            case HttpURLConnection.HTTP_OK -> channel.truncate(0);
            case HttpURLConnection.HTTP_PARTIAL -> {
                var range = connection.getHeaderField("Content-Range");
                if (range == null || !range.startsWith("bytes " + channel.size() + "-")) {
                    channel.truncate(0);
                    throw new UselessAnswerException("the server answers with another range than asked for: " + range);
                }
            }
            case RANGE_NOT_SATISFIABLE -> {
                channel.truncate(0);
                throw new UselessAnswerException("the server does not have as much of the file as was got before");
            }
            default -> throw refused(connection);
        }
    }

    private static void append(InputStream in, RemoteFile file, long total, FileChannel channel, Listener listener)
            throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        channel.position(channel.size());
        for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            if (total >= 0 && channel.position() + count > total) {
                channel.truncate(0);
                throw new UselessAnswerException(
                        "the server sends more than the " + total + " bytes that are published; it is another file");
            }
            var bytes = ByteBuffer.wrap(buffer, 0, count);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            listener.received(file.name(), channel.position(), total);
        }
        if (channel.position() < total) {
            throw new UselessAnswerException(
                    "the connection was cut after " + channel.position() + " of " + total + " bytes");
        }
    }

    private static void requireChecksum(RemoteFile file, FileChannel channel) throws IOException {
        channel.position(0);
        // Not closed: that would close the channel.
        var found = Checksum.of(Channels.newInputStream(channel));
        if (!found.equals(file.sha256())) {
            channel.truncate(0);
            throw new UselessAnswerException("the file's SHA-256 is " + found + ", but " + file.sha256()
                    + " is published; it was damaged on the way, or is another file");
        }
    }
}
