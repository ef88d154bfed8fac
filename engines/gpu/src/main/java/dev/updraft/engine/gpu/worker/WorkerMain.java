package dev.updraft.engine.gpu.worker;

import dev.updraft.engine.gpu.emit.device.TreeArray;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The process that TornadoVM runs in. It answers one call after the other, and ends when its parent does. */
public final class WorkerMain {
    /** Files that this process shares with its parent: in the order in which to delete them. */
    private static final CopyOnWriteArrayList<Path> OPEN = new CopyOnWriteArrayList<>();

    private final DataInputStream in;
    private final DataOutputStream out;
    private final Driver driver;
    private final Map<Integer, Driver.Plan> plans = new HashMap<>();
    private final Map<Integer, Driver.Trees> trees = new HashMap<>();
    private int made;

    private WorkerMain(DataInputStream in, DataOutputStream out, Driver driver) {
        this.in = in;
        this.out = out;
        this.driver = driver;
    }

    /** Called with the path of the parent's socket and the driver's class. */
    public static void main(String[] arguments) throws IOException {
        var socket = Path.of(arguments[0]);
        OPEN.add(socket);
        OPEN.add(Objects.requireNonNull(socket.getParent()));
        Thread.ofPlatform().daemon().name("updraft-parent").start(WorkerMain::endWithParent);
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var in = new DataInputStream(Channels.newInputStream(channel));
            var out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
            var driver = driver(arguments[1], out);
            if (driver == null) {
                end();
                return;
            }
            // Not before: a driver that cannot start ends this process by itself.
            Runtime.getRuntime().addShutdownHook(new Thread(WorkerMain::waitForParent, "updraft-wait"));
            out.writeInt(WorkerProtocol.GREETING);
            out.flush();
            new WorkerMain(in, out, driver).serve();
        } catch (EOFException _) {
            // The session is closed.
        } catch (IOException e) {
            // The parent ended while it was answered, or something is wrong: either way its files must go.
            System.err.println("the application cannot be answered: " + e);
        }
        end();
    }

    /** The driver; null if it does not start, and the parent has been told why. */
    private static @Nullable Driver driver(String name, DataOutputStream out) throws IOException {
        try {
            return Class.forName(name)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            e.printStackTrace();
            out.writeInt(WorkerProtocol.NO_DRIVER);
            WorkerProtocol.write(out, StartProblem.of(e));
            out.flush();
            return null;
        }
    }

    /** The parent holds the other end of standard input: it closes when the parent ends, however that happens. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException _) {
            // As good as closed.
        }
        end();
    }

    /** Ctrl-C at a terminal reaches this process too, and the parent may still want what was trained: it ends both. */
    private static void waitForParent() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            // Nobody does that.
        }
    }

    /** Ends at once: whatever threads a driver has left behind do not matter now. A parent that was killed deletes nothing. */
    private static void end() {
        for (var file : OPEN) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException _) {
                // The system's cleaning of temporary files remains.
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private void serve() throws IOException {
        while (true) {
            var call = WorkerProtocol.readCall(in);
            try {
                answer(call);
            } catch (DriverException e) {
                fail(e.getMessage(), e.task());
            } catch (RuntimeException | Error e) {
                e.printStackTrace();
                fail(e.toString(), null);
            }
            out.flush();
        }
    }

    private void fail(@Nullable String message, @Nullable String task) throws IOException {
        out.writeByte(WorkerProtocol.FAILED);
        WorkerProtocol.write(out, Objects.requireNonNullElse(message, "no reason given"));
        WorkerProtocol.write(out, Objects.requireNonNullElse(task, ""));
    }

    private void answer(WorkerProtocol.Call call) throws IOException {
        switch (call) {
            case DEVICES -> {
                var devices = driver.devices();
                out.writeByte(WorkerProtocol.OK);
                WorkerProtocol.write(out, devices);
            }
            case LOAD -> {
                var plan = driver.load(request());
                plans.put(++made, plan);
                out.writeByte(WorkerProtocol.OK);
                out.writeInt(made);
            }
            case UPLOAD -> {
                var plan = plan();
                plan.upload(WorkerProtocol.readArrays(in));
                out.writeByte(WorkerProtocol.OK);
            }
            case RUN -> {
                var plan = plan();
                plan.run(WorkerProtocol.readArrays(in), in.readInt(), WorkerProtocol.readArrays(in));
                out.writeByte(WorkerProtocol.OK);
            }
            case DOWNLOAD -> {
                var plan = plan();
                plan.download(WorkerProtocol.readArrays(in));
                out.writeByte(WorkerProtocol.OK);
            }
            case NOTICE -> {
                var notice = plan().notice();
                out.writeByte(WorkerProtocol.OK);
                WorkerProtocol.write(out, notice.orElse(""));
            }
            case TIME -> {
                var times = driver.time(request(), in.readInt(), Duration.ofNanos(in.readLong()));
                out.writeByte(WorkerProtocol.OK);
                WorkerProtocol.write(out, times);
            }
            case PROFILE -> {
                var times = driver.profile(request(), in.readInt());
                out.writeByte(WorkerProtocol.OK);
                WorkerProtocol.write(out, times);
            }
            case LOAD_TREES -> {
                var request = WorkerProtocol.readTreeRequest(in);
                request.regions().forEach(region -> OPEN.addIfAbsent(region.file()));
                trees.put(++made, driver.load(request));
                out.writeByte(WorkerProtocol.OK);
                out.writeInt(made);
            }
            case RUN_TREES -> {
                var rows = trees();
                var uploads = WorkerProtocol.readSet(in, TreeArray.class);
                var work = WorkerProtocol.readConstant(in, Driver.Trees.Work.values());
                rows.run(uploads, work, WorkerProtocol.readSet(in, TreeArray.class));
                out.writeByte(WorkerProtocol.OK);
            }
            case FREE_TREES -> {
                var rows = trees();
                trees.values().remove(rows);
                rows.close();
                out.writeByte(WorkerProtocol.OK);
            }
            case FREE -> {
                var plan = plan();
                plans.values().remove(plan);
                plan.close();
                out.writeByte(WorkerProtocol.OK);
            }
        }
    }

    private PlanRequest request() throws IOException {
        var request = WorkerProtocol.readRequest(in);
        request.regions().forEach(region -> OPEN.addIfAbsent(region.file()));
        return request;
    }

    private Driver.Trees trees() throws IOException {
        var rows = trees.get(in.readInt());
        if (rows == null) {
            throw new IOException("a message about rows that are not there");
        }
        return rows;
    }

    private Driver.Plan plan() throws IOException {
        var plan = plans.get(in.readInt());
        if (plan == null) {
            throw new IOException("a message about a plan that is not there");
        }
        return plan;
    }
}
