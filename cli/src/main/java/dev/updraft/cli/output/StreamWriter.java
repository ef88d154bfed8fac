package dev.updraft.cli.output;

import dev.updraft.files.FileProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the process, in UTF-8. A {@link PrintWriter} swallows that a disk is full or a reader has gone: this one
 * remembers it, so that it can be told in the end.
 */
public final class StreamWriter extends PrintWriter {
    private final Sink sink;

    public StreamWriter(OutputStream stream) {
        this(new Sink(stream));
    }

    private StreamWriter(Sink sink) {
        super(sink, true, StandardCharsets.UTF_8);
        this.sink = sink;
    }

    /** What kept something from being written, if anything did. */
    @Nullable
    public IOException failure() {
        flush();
        return sink.failure;
    }

    /** Whether something that has been flushed so far was not written. */
    boolean hasFailed() {
        return sink.failure != null;
    }

    /** Whether whoever reads has had enough, as {@code head} has after some lines. */
    static boolean isClosedPipe(IOException failure) {
        return FileProblem.reason(failure).contains("Broken pipe");
    }

    /** Whether whoever started the process does not want the stream at all. */
    static boolean isClosed(IOException failure) {
        return FileProblem.reason(failure).contains("Bad file descriptor") || isClosedPipe(failure);
    }

    /** The stream itself; after its first failure nothing is written, as what follows would have a gap before it. */
    private static final class Sink extends OutputStream {
        private final OutputStream stream;
        private @Nullable IOException failure;

        Sink(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (failure != null) {
                throw failure;
            }
            try {
                stream.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
