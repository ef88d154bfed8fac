package dev.updraft.engine.gpu.worker;

import dev.updraft.engine.EngineException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where a worker calls: a socket in a folder of its own, which only this user can open. */
final class WorkerSocket implements AutoCloseable {
    private static final long POLL_MILLISECONDS = 10;

    private final Path folder;
    private final Path path;
    private final ServerSocketChannel server;

    WorkerSocket() {
        try {
            folder = Files.createTempDirectory("updraft-");
            path = folder.resolve("s");
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
            server.configureBlocking(false);
        } catch (IOException e) {
            throw new EngineException(
                    "no socket for the GPU's worker can be created in the temporary folder: " + e
                            + "; let -Djava.io.tmpdir name a folder that can be written, with a short path",
                    e);
        }
    }

    Path path() {
        return path;
    }

    /**
     * Waits until somebody calls.
     *
     * @param goOn asked again and again whether to wait on
     * @return the channel to whoever called; null if nobody did
     */
    @Nullable
    SocketChannel accept(BooleanSupplier goOn) throws IOException, InterruptedException {
        while (true) {
            var more = goOn.getAsBoolean();
            var accepted = server.accept();
            if (accepted != null) {
                accepted.configureBlocking(true);
                return accepted;
            }
            if (!more) {
                return null;
            }
            Thread.sleep(POLL_MILLISECONDS);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
            Files.deleteIfExists(folder);
        } catch (IOException _) {
            // The worker tries too.
        }
    }
}
