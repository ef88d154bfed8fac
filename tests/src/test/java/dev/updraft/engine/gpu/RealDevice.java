package dev.updraft.engine.gpu;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.gpu.worker.PlanRequest;
import dev.updraft.engine.gpu.worker.TreeRequest;
import dev.updraft.engine.gpu.worker.WorkerProcess;
import dev.updraft.engine.spi.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The gpu engine on a device of the TornadoVM that is here, with one worker for all sessions, since each takes long to start. */
public final class RealDevice implements BulkEngine, AutoCloseable {
    private final DeviceInfo device;
    private final KernelCompiler compiler;
    private final Lasting driver;
    private final Tilings tilings;

    private RealDevice(DeviceInfo device, KernelCompiler compiler, Lasting driver) {
        this(device, compiler, driver, Tilings.likelyBest(DevicePlans.traits(device)));
    }

    private RealDevice(DeviceInfo device, KernelCompiler compiler, Lasting driver, Tilings tilings) {
        this.device = device;
        this.compiler = compiler;
        this.driver = driver;
        this.tilings = tilings;
    }

    /** The same with products cut up in another way. */
    RealDevice with(Tilings others) {
        return new RealDevice(device, compiler, driver, others);
    }

    /** The same as if one array could have no more bytes. */
    RealDevice withLargestArray(long bytes) {
        var small = new DeviceInfo(
                device.index(),
                device.name(),
                device.kind(),
                device.backend(),
                device.memory(),
                bytes,
                device.localMemory(),
                device.workGroup(),
                device.driver());
        return new RealDevice(small, compiler, driver, tilings);
    }

    /** Where trials for it run. */
    TuningRunner bench() {
        return new TuningRunner(device, compiler::compile, () -> driver);
    }

    /** Every device, where the tests are to run on them; none elsewhere. */
    public static List<RealDevice> all() {
        return Boolean.getBoolean("updraft.tornado") ? Found.DEVICES : List.of();
    }

    /** Found once. */
    private static final class Found {
        private static final List<RealDevice> DEVICES = find();

        private static List<RealDevice> find() {
            var sdk = Sdk.find();
            var compiler = new KernelCompiler(sdk);
            var driver = new Lasting(() -> GpuEngine.worker(compiler, sdk));
            return driver.devices().stream()
                    .flatMap(Found::kinds)
                    .map(device -> new RealDevice(device, compiler, driver))
                    .toList();
        }

        /** A processor runs the code for a GPU as well, though slowly: tiles and barriers are compiled for real there. */
        private static Stream<DeviceInfo> kinds(DeviceInfo device) {
            var gpu = new DeviceInfo(
                    device.index(),
                    device.name(),
                    DeviceInfo.Kind.GPU,
                    device.backend(),
                    device.memory(),
                    device.largestArray(),
                    device.localMemory(),
                    device.workGroup(),
                    device.driver());
            return Stream.of(device, gpu).distinct();
        }
    }

    /** The same device with a worker of its own, to be closed, and with compiled kernels in a folder of their own. */
    public RealDevice apart(Path classes, String... flags) {
        var sdk = Sdk.find();
        var own = new KernelCompiler(sdk, classes);
        return new RealDevice(device, own, new Lasting(() -> GpuEngine.worker(own, sdk, flags)));
    }

    @Override
    public String name() {
        return "gpu";
    }

    @Override
    public String description() {
        return device.name() + " as a " + device.kind();
    }

    @Override
    public void prepare(Map<Program, Integer> batchSizes) {
        BulkEngine.compile(batchSizes, device, compiler);
    }

    @Override
    public Session open(Program program, Options options) {
        return open(program, options, UnaryOperator.identity());
    }

    /** As {@link #open(Program, Options)}, with generated classes changed before they are compiled. */
    Session open(Program program, Options options, UnaryOperator<EmittedProgram> change) {
        return new GpuSession(
                program, options, driver, device, emitted -> compiler.compile(change.apply(emitted)), tilings);
    }

    /** The worker's process. */
    ProcessHandle worker() {
        return driver.worker().handle();
    }

    /** Ends the worker. */
    @Override
    public void close() {
        driver.worker().close();
    }

    /** A worker that outlives the sessions that close it, and is started anew after one that crashed. */
    private static final class Lasting implements Driver {
        private final Supplier<WorkerProcess> start;
        private @Nullable WorkerProcess worker;

        Lasting(Supplier<WorkerProcess> start) {
            this.start = start;
        }

        private synchronized WorkerProcess worker() {
            if (worker == null || !worker.handle().isAlive()) {
                worker = start.get();
            }
            return worker;
        }

        @Override
        public List<DeviceInfo> devices() {
            return worker().devices();
        }

        @Override
        public Plan load(PlanRequest request) {
            return worker().load(request);
        }

        @Override
        public Trees load(TreeRequest request) {
            return worker().load(request);
        }

        @Override
        public long[] time(PlanRequest request, int runs, Duration most) {
            return worker().time(request, runs, most);
        }

        @Override
        public long[] profile(PlanRequest request, int runs) {
            return worker().profile(request, runs);
        }

        @Override
        public void close() {}
    }
}
