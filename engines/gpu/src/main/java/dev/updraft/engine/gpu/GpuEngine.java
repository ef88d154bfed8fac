package dev.updraft.engine.gpu;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.device.VariableLayout;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.DriverException;
import dev.updraft.engine.gpu.worker.WorkerProcess;
import dev.updraft.engine.spi.ExclusiveSession;
import dev.updraft.engine.spi.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** TornadoVM on a device, mostly a GPU, in float32. Each session has a process of its own. */
public final class GpuEngine implements Engine {
    private final Supplier<Sdk> sdk;
    private final Path cache;
    private final IdleWorker spare;
    private final int index;
    private boolean untuned;
    private @Nullable List<DeviceInfo> found;

    /** On the first device, GPUs before all others. */
    public GpuEngine() {
        this(Sdk::find, KernelCompiler.cache(), new IdleWorker(Duration.ofSeconds(20)), 0);
    }

    /**
     * On a device, with a worker for each session and one more that lists the devices.
     *
     * @param sdk finds TornadoVM, or says why it is not there
     * @param cache where compiled kernels are kept
     */
    GpuEngine(Supplier<Sdk> sdk, Path cache, int index) {
        this(sdk, cache, new IdleWorker(Duration.ZERO), index);
    }

    GpuEngine(Supplier<Sdk> sdk, Path cache, IdleWorker spare, int index) {
        this.sdk = sdk;
        this.cache = cache;
        this.spare = spare;
        this.index = index;
    }

    /** {@code gpu}, and {@code gpu:1} and so on for all devices but the first. */
    @Override
    public String name() {
        return index == 0 ? "gpu" : "gpu:" + index;
    }

    /** The same engine on another device, counted from 0. */
    @Override
    public GpuEngine device(int other) {
        var engine = new GpuEngine(sdk, cache, spare, other);
        engine.found = found;
        return engine;
    }

    /**
     * All devices that TornadoVM finds; asks it the first time, which takes a second or two.
     *
     * @throws EngineException if TornadoVM is not installed, or does not start
     */
    public synchronized List<DeviceInfo> found() {
        if (found == null) {
            var there = sdk.get();
            var worker = worker(new KernelCompiler(there, cache), there);
            try {
                found = worker.devices();
                spare.keep(worker);
            } catch (DriverException e) {
                worker.close();
                throw new EngineException(
                        "TornadoVM cannot list its devices: " + e.getMessage()
                                + "; is the driver of the device installed?",
                        e);
            } catch (RuntimeException e) {
                worker.close();
                throw e;
            }
        }
        return found;
    }

    private DeviceInfo device() {
        var all = found();
        if (index >= all.size()) {
            throw new EngineException("there is no device gpu:" + index + "; TornadoVM found "
                    + (all.isEmpty()
                            ? "none: is a driver for OpenCL or CUDA installed?"
                            : all.stream()
                                    .map(each -> "gpu:" + each.index() + " (" + each.name() + ", "
                                            + Bytes.text(each.memory()) + ")")
                                    .collect(Collectors.joining(", "))));
        }
        return all.get(index);
    }

    @Override
    public List<Engine> devices() {
        return unavailable() != null
                ? List.of(this)
                : found().stream().<Engine>map(each -> device(each.index())).toList();
    }

    @Override
    public String description() {
        var device = device();
        return "gpu:" + index + " (" + device.name() + ", " + Bytes.text(device.memory()) + ", TornadoVM "
                + sdk.get().version() + ", " + device.backend() + ", " + device.driver() + ", float32)";
    }

    /** Without tuning: the network for that is none that anybody trains. */
    @Override
    public GpuEngine toBeChecked() {
        var engine = device(index);
        engine.untuned = true;
        return engine;
    }

    /** Whether the device is a GPU, rather than a processor that speaks OpenCL. */
    @Override
    public boolean accelerated() {
        return device().kind() == DeviceInfo.Kind.GPU;
    }

    @Override
    public @Nullable String unavailable() {
        try {
            device();
            return null;
        } catch (EngineException e) {
            return e.getMessage();
        }
    }

    @Override
    public @Nullable String precisionProblem(StepPrecision precision) {
        return switch (precision) {
            case FLOAT32 -> null;
            case BF16 -> TornadoEmitter.NO_BFLOAT16;
        };
    }

    @Override
    public Session open(Program program, Options options) {
        var device = device();
        var there = sdk.get();
        var compiler = new KernelCompiler(there, cache);
        var started = spare.take();
        // What there is to say of a device is said once, by the session that trains on it.
        return new ExclusiveSession(session(
                program,
                untuned ? new Options(options.threads(), options.seed(), _ -> {}) : options,
                device,
                compiler,
                started != null ? started : worker(compiler, there),
                tilings(options, device, compiler, there)));
    }

    private Tilings tilings(Options options, DeviceInfo device, KernelCompiler compiler, Sdk there) {
        var traits = DevicePlans.traits(device);
        if (untuned || !traits.localMemory() || !Tuner.wanted(System.getenv())) {
            return Tilings.likelyBest(traits);
        }
        var bench = new TuningRunner(device, compiler::compile, () -> worker(compiler, there));
        var known = new TuningCache(cache.resolve("tuning"), device, traits, there.version());
        return new Tuner(bench, known, Tuner.BUDGET, options.notice());
    }

    private static GpuSession session(
            Program program,
            Options options,
            DeviceInfo device,
            KernelCompiler compiler,
            WorkerProcess worker,
            Tilings tilings) {
        try {
            return new GpuSession(program, options, worker, device, compiler::compile, tilings);
        } catch (RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    /**
     * The kernels of a graph as they are written for any GPU that has the memory.
     *
     * @param modelName what the class is named after
     * @param capacity most samples of a step
     * @throws EngineException if an array would be longer than TornadoVM's can be
     */
    public static EmittedProgram kernels(String modelName, Program program, Purpose purpose, int capacity) {
        var limits = ArrayLimits.ofTornado();
        limits.require(VariableLayout.of(program));
        var target = ExecutionTarget.device(capacity, limits.block() * Float.BYTES);
        var plan = Compiler.plan(program, purpose, target);
        var exceeded = limits.exceeded(program, plan);
        if (exceeded != null) {
            throw new EngineException(purpose.noun() + " with batches of " + capacity + " needs " + exceeded
                    + "; use a smaller batch size");
        }
        return TornadoEmitter.emit(
                modelName,
                program,
                purpose,
                plan,
                DeviceTraits.GPU,
                product -> Tiling.likelyBest(product, DeviceTraits.GPU));
    }

    /** The backend of the device in small letters: {@code opencl}, {@code cuda}, {@code ptx}. */
    public String backend() {
        return device().backend();
    }

    /**
     * What TornadoVM makes of a graph for this device, in the language of its backend.
     *
     * @param capacity most samples of a step
     * @throws EngineException if it cannot compile it, naming the operation and its line
     */
    public String translate(Program program, Purpose purpose, int capacity) {
        try {
            var code = Files.createTempFile("updraft-", ".code");
            try {
                var flags = new String[] {"-Dtornado.printKernel=True", "-Dtornado.print.kernel.dir=" + code};
                var device = device();
                var there = sdk.get();
                var compiler = new KernelCompiler(there, cache);
                var worker = worker(compiler, there, flags);
                var options = new Options(1, 0);
                var known = tilings(options, device, compiler, there).untried();
                try (var session = session(program, options, device, compiler, worker, known)) {
                    session.plan(purpose, capacity, capacity);
                }
                return Files.readString(code);
            } finally {
                Files.deleteIfExists(code);
            }
        } catch (IOException e) {
            throw new EngineException(
                    "what TornadoVM generated cannot be read: " + e
                            + "; is there room in the folder for temporary files?",
                    e);
        }
    }

    static WorkerProcess worker(KernelCompiler compiler, Sdk sdk, String... more) {
        sdk.requireJava(Runtime.version().feature());
        compiler.compileDriver();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(sdk.flags());
        command.addAll(List.of(more));
        if ("off".equals(System.getenv("UPDRAFT_CUDA_GRAPHS"))) {
            command.add("-Dupdraft.cuda.graphs=off");
        }
        if ("off".equals(System.getenv("UPDRAFT_STEP_QUEUE"))) {
            command.add("-Dupdraft.step.queue=off");
        }
        command.addAll(List.of(
                // Without this TornadoVM runs what it cannot compile as Java, and says nothing.
                "-Dtornado.recover.bailout=False",
                // A sum of a product and the same product breaks TornadoVM's own fusing of the two; drivers fuse as
                // well.
                "-Dtornado.enable.fma=False",
                "-Dtornado.tvm.maxbytecodesize=65536",
                // It compiles for a few seconds and then hands out work: it is over before C2 would pay.
                "-XX:TieredStopAtLevel=1",
                // Room for events, of which our graphs have none, that it clears for each task whenever a graph runs:
                // megabytes at its default, which took longer than a small step.
                "-Dtornado.max.events=1",
                // Not its -cl-fast-relaxed-math: that lets drivers sum in another order, and forget about infinities.
                "-Dtornado.opencl.compiler.flags=-cl-mad-enable -w",
                // A limit of TornadoVM's own; what fits is planned before.
                "-Dtornado.device.memory=1024GB",
                // Steps are launched through OpenCL's own functions where they can be.
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                compiler.classPath()));
        try {
            return new WorkerProcess(command, KernelCompiler.DRIVER);
        } catch (DriverException e) {
            throw StartFailure.explained(e, sdk);
        }
    }
}
