package dev.updraft.engine.gpu;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.Session;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.gpu.worker.PlanRequest;
import java.util.List;
import java.util.stream.Stream;

/** The gpu engine on a device of the TornadoVM that is here, with one worker for all sessions, since each takes long to start. */
public final class RealDevice implements Engine {
    private final DeviceInfo device;
    private final KernelCompiler compiler;
    private final Driver driver;

    private RealDevice(DeviceInfo device, KernelCompiler compiler, Driver driver) {
        this.device = device;
        this.compiler = compiler;
        this.driver = driver;
    }

    /** Every device, where the tests are to run on them; none elsewhere. */
    public static List<RealDevice> all() {
        return Boolean.getBoolean("updraft.tornado") ? Found.DEVICES : List.of();
    }

    /** Found once. The worker ends with this process. */
    private static final class Found {
        private static final List<RealDevice> DEVICES = find();

        private static List<RealDevice> find() {
            var sdk = Sdk.find();
            var compiler = new KernelCompiler(sdk);
            var worker = GpuEngine.worker(compiler, sdk);
            return worker.devices().stream()
                    .flatMap(Found::kinds)
                    .map(device -> new RealDevice(device, compiler, new Shared(worker)))
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
                    device.localMemory(),
                    device.workGroup(),
                    device.driver());
            return Stream.of(device, gpu).distinct();
        }
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
    public Session open(Program program, Options options) {
        return new GpuSession(program, options, driver, device, compiler::compile);
    }

    /** Outlives the sessions that close it. */
    private record Shared(Driver worker) implements Driver {
        @Override
        public List<DeviceInfo> devices() {
            return worker.devices();
        }

        @Override
        public Plan load(PlanRequest request) {
            return worker.load(request);
        }

        @Override
        public void close() {}
    }
}
