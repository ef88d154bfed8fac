package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.TreeArray;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.gpu.worker.DriverException;
import dev.updraft.engine.gpu.worker.PlanRequest;
import dev.updraft.engine.gpu.worker.TreeRequest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

/** Updraft's use of TornadoVM. Compiled on the machine that runs it, against the SDK that is there. */
public final class TornadoDriver implements Driver {
    private static final Pattern DRIVER_VERSION = Pattern.compile("Driver version *: *(\\S.*)");

    private final List<TornadoDevice> devices = new ArrayList<>();

    /** Asks TornadoVM for its devices, GPUs first. */
    public TornadoDriver() {
        var runtime = TornadoRuntimeProvider.getTornadoRuntime();
        for (var backend = 0; backend < runtime.getNumBackends(); backend++) {
            devices.addAll(runtime.getBackend(backend).getAllDevices());
        }
        devices.sort(Comparator.comparing(device -> kind(device)));
    }

    private static DeviceInfo.Kind kind(TornadoDevice device) {
        return switch (device.getDeviceType()) {
            case GPU -> DeviceInfo.Kind.GPU;
            case CPU -> DeviceInfo.Kind.PROCESSOR;
            case UNKNOWN, DEFAULT, FPGA, ACCELERATOR, CUSTOM, ALL -> DeviceInfo.Kind.OTHER;
        };
    }

    @Override
    public List<DeviceInfo> devices() {
        var all = new ArrayList<DeviceInfo>();
        for (var device : devices) {
            var physical = device.getPhysicalDevice();
            all.add(new DeviceInfo(
                    all.size(),
                    physical.getDeviceName().strip(),
                    kind(device),
                    device.getTornadoVMBackend().name().toLowerCase(Locale.ROOT),
                    physical.getDeviceGlobalMemorySize(),
                    physical.getDeviceMaxAllocationSize(),
                    physical.getDeviceLocalMemorySize(),
                    (int) Math.min(1 << 16, physical.getDeviceMaxWorkGroupSize()[0]),
                    platform(device)));
        }
        return all;
    }

    /** The platform of a device, with the version of its driver where TornadoVM's description of the device has it. */
    private static String platform(TornadoDevice device) {
        var version = DRIVER_VERSION.matcher(device.getPhysicalDevice().getDeviceInfo());
        return (device.getPlatformName().strip() + " " + (version.find() ? version.group(1) : "")).strip();
    }

    @Override
    public Plan load(PlanRequest request) {
        var device = device(request.device());
        var program = program(request.className());
        var arena = Arena.ofShared();
        try {
            var arrays = DeviceArrays.of(request, arena);
            var failed = new FailedTask(program, device, arrays);
            try {
                var plan = new TornadoPlan(program, device, arrays, DeviceArrays.of(request, arena), true);
                return new Owned(plan, arena, failed);
            } catch (RuntimeException | Error e) {
                throw new DriverException(reason(e), failed.compiled(e).orElse(null));
            }
        } catch (IOException e) {
            arena.close();
            throw unmapped(e);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public Trees load(TreeRequest request) {
        var device = device(request.device());
        var arena = Arena.ofShared();
        try {
            var mapped = new MappedArrays<>(request.regions(), arena);
            return new OwnedTrees(
                    new TreePlan(request.sizes(), device, new TreeArrays(mapped), new TreeArrays(mapped)), arena);
        } catch (IOException e) {
            arena.close();
            throw unmapped(e);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw failed(e);
        }
    }

    /** What TornadoVM failed at, with the kernel of trees that its words name. */
    private static DriverException failed(Throwable e) {
        var words = new StringBuilder();
        for (var cause = e; cause != null; cause = cause.getCause()) {
            words.append(plain(cause.getMessage())).append('\n');
        }
        var task = TreePlan.TASKS.stream()
                .filter(name -> words.indexOf(name) >= 0)
                .max(Comparator.comparingInt(String::length));
        return new DriverException(reason(e), task.orElse(null));
    }

    @Override
    public long[] time(PlanRequest request, int runs, Duration most) {
        var device = device(request.device());
        var program = program(request.className());
        try (var arena = Arena.ofShared()) {
            var arrays = DeviceArrays.of(request, arena);
            return new TornadoTrials(program, device, arrays).times(runs, most);
        } catch (IOException e) {
            throw unmapped(e);
        } catch (RuntimeException | Error e) {
            throw new DriverException(reason(e), null);
        }
    }

    @Override
    public long[] profile(PlanRequest request, int runs) {
        var device = device(request.device());
        var program = program(request.className());
        try (var arena = Arena.ofShared()) {
            var arrays = DeviceArrays.of(request, arena);
            var tasks = new FailedTask(program, device, arrays);
            try (var plan = new TornadoPlan(program, device, arrays, DeviceArrays.of(request, arena), false)) {
                return ProfileLog.means(plan.profile(runs), tasks.all());
            } catch (RuntimeException | Error e) {
                throw new DriverException(reason(e), tasks.named(e).orElse(null));
            }
        } catch (IOException e) {
            throw unmapped(e);
        }
    }

    private TornadoDevice device(int index) {
        if (index >= devices.size()) {
            throw new DriverException("there is no device " + index + "; TornadoVM found " + devices.size(), null);
        }
        return devices.get(index);
    }

    private static DriverException unmapped(IOException e) {
        return new DriverException("the memory shared with the application cannot be mapped: " + e, null);
    }

    /** TornadoVM wraps causes; the innermost says most. */
    private static String reason(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + plain(cause.getMessage());
    }

    /** Without the colours that TornadoVM gives its messages. */
    static String plain(String message) {
        return String.valueOf(message).replaceAll("\u001B\\[[0-9;]*m", "");
    }

    private static TornadoProgram program(String className) {
        try {
            return (TornadoProgram)
                    Class.forName(className).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new DriverException("the generated class " + className + " cannot be loaded: " + e, null);
        }
    }

    @Override
    public void close() {}

    /** Rows with the mappings they are in. */
    private record OwnedTrees(TreePlan plan, Arena arena) implements Trees {
        @Override
        public void run(Set<TreeArray> uploads, Work work, Set<TreeArray> downloads) {
            try {
                plan.run(uploads, work, downloads);
            } catch (RuntimeException | Error e) {
                throw failed(e);
            }
        }

        @Override
        public void close() {
            try {
                plan.close();
            } finally {
                arena.close();
            }
        }
    }

    /** A plan with the mappings it works on. */
    private record Owned(TornadoPlan plan, Arena arena, FailedTask failed) implements Plan {
        @Override
        public void upload(Set<DeviceArray> arrays) {
            attempt(() -> plan.upload(arrays));
        }

        @Override
        public void run(Set<DeviceArray> uploads, int steps, Set<DeviceArray> downloads) {
            attempt(() -> plan.run(uploads, steps, downloads));
        }

        @Override
        public void download(Set<DeviceArray> arrays) {
            attempt(() -> plan.download(arrays));
        }

        @Override
        public Optional<String> notice() {
            return plan.notice();
        }

        private void attempt(Runnable work) {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                throw new DriverException(reason(e), failed.named(e).orElse(null));
            }
        }

        @Override
        public void close() {
            try {
                plan.close();
            } finally {
                arena.close();
            }
        }
    }
}
