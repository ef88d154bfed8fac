package dev.updraft.engine.gpu.worker;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.TreeArray;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A driver in a process of its own. A crash there is an {@link EngineException} here, with the last that it said; and it ends
 * when this process ends, however that happens.
 */
public final class WorkerProcess implements Driver {
    private static final long PATIENCE_SECONDS = 60;

    private final WorkerSocket socket;
    private final Process process;
    private final ProcessOutputTail words;
    private final ExecutorService exchanges;
    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;
    private volatile boolean lost;

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
     * @throws DriverException if the driver does not start in it
     */
    public WorkerProcess(List<String> java, String driver) {
        socket = new WorkerSocket();
        var command = new ArrayList<>(java);
        command.addAll(List.of(WorkerMain.class.getName(), socket.path().toString(), driver));
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            socket.close();
            throw new EngineException(
                    "the GPU's worker cannot be started: " + e.getMessage()
                            + "; it is a second Java process: does this one's Java installation still exist, and may"
                            + " it start others?",
                    e);
        }
        words = new ProcessOutputTail(process);
        exchanges = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("updraft-worker-channel").factory());
        try {
            channel = accept();
            in = new DataInputStream(Channels.newInputStream(channel));
            out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
            switch (exchange(in::readInt, "could not start")) {
                case WorkerProtocol.GREETING -> {}
                case WorkerProtocol.NO_DRIVER ->
                    throw new DriverException(exchange(() -> WorkerProtocol.readText(in), "could not start"), null);
                default ->
                    throw new EngineException(
                            "the GPU's worker has another version of Updraft; use the same version for all its jars");
            }
        } catch (EngineException | DriverException e) {
            end();
            throw e;
        }
    }

    private SocketChannel accept() {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            var accepted = socket.accept(() -> process.isAlive() && System.nanoTime() < end);
            if (accepted != null) {
                return accepted;
            }
            if (process.isAlive()) {
                process.destroyForcibly();
                throw died("did not respond for " + PATIENCE_SECONDS + " s");
            }
            throw new EngineException("the GPU's worker could not start" + words.ofStart()
                    + "; `updraft gpu install` brings the TornadoVM that Updraft is tested with");
        } catch (IOException e) {
            throw new EngineException(
                    "the GPU's worker cannot be reached: " + e + "; try again, or train with --engine cpu", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while the GPU's worker starts", e);
        }
    }

    private EngineException died(String what) {
        return new EngineException("the GPU's worker " + what + words.of());
    }

    /**
     * Reads and writes on a thread that nobody interrupts: an interrupt closes the channel of the thread that it meets, and
     * the session would be lost.
     */
    private <T> T exchange(Callable<T> exchange, String otherwise) {
        try {
            return CompletableFuture.supplyAsync(() -> attempt(exchange, otherwise), exchanges)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private <T> T attempt(Callable<T> exchange, String otherwise) {
        try {
            return exchange.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception _) {
            lost = true;
            throw died(otherwise);
        }
    }

    private <T> T call(WorkerProtocol.Call call, Writing arguments, Reading<T> result) {
        return exchange(
                () -> {
                    WorkerProtocol.write(out, call);
                    arguments.to(out);
                    out.flush();
                    if (in.readByte() == WorkerProtocol.OK) {
                        return result.from(in);
                    }
                    var message = WorkerProtocol.readText(in);
                    var task = WorkerProtocol.readText(in);
                    throw new DriverException(message, task.isEmpty() ? null : task);
                },
                "ended unexpectedly: training since the last save is lost");
    }

    private void call(WorkerProtocol.Call call, Writing arguments) {
        call(call, arguments, _ -> true);
    }

    /** The process, to be looked at. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public List<DeviceInfo> devices() {
        return call(WorkerProtocol.Call.DEVICES, _ -> {}, WorkerProtocol::readDevices);
    }

    @Override
    public Plan load(PlanRequest request) {
        return new Remote(
                call(WorkerProtocol.Call.LOAD, to -> WorkerProtocol.write(to, request), DataInputStream::readInt));
    }

    @Override
    public Trees load(TreeRequest request) {
        return new RemoteTrees(call(
                WorkerProtocol.Call.LOAD_TREES, to -> WorkerProtocol.write(to, request), DataInputStream::readInt));
    }

    @Override
    public long[] time(PlanRequest request, int runs, Duration most) {
        return call(
                WorkerProtocol.Call.TIME,
                to -> {
                    WorkerProtocol.write(to, request);
                    to.writeInt(runs);
                    to.writeLong(most.toNanos());
                },
                WorkerProtocol::readNumbers);
    }

    @Override
    public long[] profile(PlanRequest request, int runs) {
        return call(
                WorkerProtocol.Call.PROFILE,
                to -> {
                    WorkerProtocol.write(to, request);
                    to.writeInt(runs);
                },
                WorkerProtocol::readNumbers);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            lost = true;
        }
        end();
    }

    /** Ends the process, if it does not by itself, and leaves nothing of it. */
    private void end() {
        try {
            process.getOutputStream().close();
            if (lost || !process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
            }
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            exchanges.shutdown();
            socket.close();
        }
    }

    private final class RemoteTrees implements Trees {
        private final int number;

        RemoteTrees(int number) {
            this.number = number;
        }

        @Override
        public void run(Set<TreeArray> uploads, Work work, Set<TreeArray> downloads) {
            call(WorkerProtocol.Call.RUN_TREES, to -> {
                to.writeInt(number);
                WorkerProtocol.write(to, uploads);
                WorkerProtocol.write(to, work);
                WorkerProtocol.write(to, downloads);
            });
        }

        @Override
        public void close() {
            free(WorkerProtocol.Call.FREE_TREES, number);
        }
    }

    private void free(WorkerProtocol.Call call, int number) {
        if (!lost && process.isAlive()) {
            call(call, to -> to.writeInt(number));
        }
    }

    private final class Remote implements Plan {
        private final int number;

        Remote(int number) {
            this.number = number;
        }

        @Override
        public void upload(Set<DeviceArray> arrays) {
            call(WorkerProtocol.Call.UPLOAD, to -> {
                to.writeInt(number);
                WorkerProtocol.write(to, arrays);
            });
        }

        @Override
        public void run(Set<DeviceArray> uploads, int steps, Set<DeviceArray> downloads) {
            call(WorkerProtocol.Call.RUN, to -> {
                to.writeInt(number);
                WorkerProtocol.write(to, uploads);
                to.writeInt(steps);
                WorkerProtocol.write(to, downloads);
            });
        }

        @Override
        public void download(Set<DeviceArray> arrays) {
            call(WorkerProtocol.Call.DOWNLOAD, to -> {
                to.writeInt(number);
                WorkerProtocol.write(to, arrays);
            });
        }

        @Override
        public Optional<String> notice() {
            var text = call(WorkerProtocol.Call.NOTICE, to -> to.writeInt(number), WorkerProtocol::readText);
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        }

        @Override
        public void close() {
            free(WorkerProtocol.Call.FREE, number);
        }
    }
}
