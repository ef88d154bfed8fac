package dev.updraft.engine.gpu.worker;

import dev.updraft.compiler.emit.tornado.DeviceArray;
import dev.updraft.engine.EngineException;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A driver in a process of its own. A crash there is an {@link EngineException} here, with the last that it said; and it ends
 * when this process ends, however that happens.
 */
public final class WorkerProcess implements Driver {
    private static final int LAST_LINES = 30;
    private static final long PATIENCE_SECONDS = 60;
    private static final long POLL_MILLISECONDS = 20;

    private final Process process;
    private final Path folder;
    private final Deque<String> said = new ArrayDeque<>();
    private final Thread listener;
    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;

    /** Something to write, which may fail as the channel may. */
    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /** Something to read, which may fail as the channel may. */
    @FunctionalInterface
    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /**
     * Starts a worker.
     *
     * @param java the command and all flags, up to the main class
     * @param driver name of the driver's class
     * @throws EngineException if it does not come up, with what it said
     */
    public WorkerProcess(List<String> java, String driver) {
        try {
            folder = Files.createTempDirectory("updraft-");
            var address = UnixDomainSocketAddress.of(folder.resolve("s"));
            try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(address);
                server.configureBlocking(false);
                var command = new ArrayList<>(java);
                command.addAll(
                        List.of(WorkerMain.class.getName(), address.getPath().toString(), driver));
                process = new ProcessBuilder(command).redirectErrorStream(true).start();
                listener = Thread.ofPlatform()
                        .daemon()
                        .name("updraft-worker-output")
                        .start(this::listen);
                channel = accept(server);
            }
            in = new DataInputStream(Channels.newInputStream(channel));
            out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
            if (in.readInt() != Wire.GREETING) {
                throw new EngineException("the GPU's worker is of another version of Updraft");
            }
        } catch (IOException e) {
            throw new EngineException("the GPU's worker cannot be started: " + e, e);
        }
    }

    private SocketChannel accept(ServerSocketChannel server) throws IOException {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            var accepted = server.accept();
            if (accepted != null) {
                accepted.configureBlocking(true);
                return accepted;
            }
            if (!process.isAlive()) {
                throw died("could not start");
            }
            try {
                Thread.sleep(POLL_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
                throw new EngineException("interrupted while the GPU's worker starts", e);
            }
        }
        process.destroyForcibly();
        throw died("did not answer for " + PATIENCE_SECONDS + " s");
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader()) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (said) {
                    said.add(line);
                    if (said.size() > LAST_LINES) {
                        said.remove();
                    }
                }
            }
        } catch (IOException _) {
            // The process has ended.
        }
    }

    /** What became of the worker, in words. */
    private EngineException died(String what) {
        try {
            process.waitFor(2, TimeUnit.SECONDS);
            listener.join(500);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        var code = process.isAlive() ? null : process.exitValue();
        String output;
        synchronized (said) {
            output = String.join("\n    ", said);
        }
        return new EngineException("the GPU's worker " + what
                + (code == null ? "" : code > 128 ? ", ended by signal " + (code - 128) : ", exit code " + code)
                + (output.isEmpty() ? " and said nothing" : "; the last it said:\n    " + output));
    }

    private synchronized <T> T call(Wire.Call call, Writing arguments, Reading<T> result) {
        try {
            Wire.write(out, call);
            arguments.to(out);
            out.flush();
            if (in.readByte() == Wire.OK) {
                return result.from(in);
            }
            var message = in.readUTF();
            var task = in.readUTF();
            throw new DriverException(message, task.isEmpty() ? null : task);
        } catch (IOException _) {
            throw died("ended in the midst of its work: what was trained since the last save is lost");
        }
    }

    private void call(Wire.Call call, Writing arguments) {
        call(call, arguments, _ -> true);
    }

    /** The process, to be looked at. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public List<DeviceInfo> devices() {
        return call(Wire.Call.DEVICES, _ -> {}, Wire::readDevices);
    }

    @Override
    public Plan load(PlanRequest request) {
        return new Remote(call(Wire.Call.LOAD, to -> Wire.write(to, request), DataInputStream::readInt));
    }

    @Override
    public void close() {
        try {
            channel.close();
            process.getOutputStream().close();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(folder.resolve("s"));
            Files.deleteIfExists(folder);
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private final class Remote implements Plan {
        private final int number;

        Remote(int number) {
            this.number = number;
        }

        @Override
        public void upload(Set<DeviceArray> arrays) {
            call(Wire.Call.UPLOAD, to -> {
                to.writeInt(number);
                Wire.write(to, arrays);
            });
        }

        @Override
        public void run(int steps) {
            call(Wire.Call.RUN, to -> {
                to.writeInt(number);
                to.writeInt(steps);
            });
        }

        @Override
        public void download(Set<DeviceArray> arrays) {
            call(Wire.Call.DOWNLOAD, to -> {
                to.writeInt(number);
                Wire.write(to, arrays);
            });
        }

        @Override
        public void close() {
            if (process.isAlive()) {
                call(Wire.Call.FREE, to -> to.writeInt(number));
            }
        }
    }
}
