package dev.updraft.engine.gpu;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.Session;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.WorkerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TornadoVM on a device, mostly a GPU, in float32. Each session has a process of its own. */
public final class GpuEngine implements Engine {
    private final int index;
    private @Nullable List<DeviceInfo> devices;

    /** On the first device, GPUs before all others. */
    public GpuEngine() {
        this(0);
    }

    private GpuEngine(int index) {
        this.index = index;
    }

    @Override
    public String name() {
        return "gpu";
    }

    /** The same engine on another device, counted from 0. */
    @Override
    public Engine device(int other) {
        return new GpuEngine(other);
    }

    /**
     * All devices that TornadoVM finds; asks it the first time, which takes a second or two.
     *
     * @throws EngineException if TornadoVM is not there, or does not start
     */
    public synchronized List<DeviceInfo> devices() {
        if (devices == null) {
            try (var worker = worker(new KernelCompiler(Sdk.find()), Sdk.find())) {
                devices = worker.devices();
            }
        }
        return devices;
    }

    private DeviceInfo device() {
        var all = devices();
        if (index >= all.size()) {
            throw new EngineException("there is no device gpu:" + index + "; TornadoVM finds "
                    + (all.isEmpty()
                            ? "none: is a driver for OpenCL or CUDA installed?"
                            : all.size() + ", counted from 0: `updraft devices` lists them"));
        }
        return all.get(index);
    }

    @Override
    public String description() {
        var device = device();
        return "gpu:" + index + " (" + device.name() + ", " + Bytes.text(device.memory()) + ", TornadoVM "
                + Sdk.find().version() + ", " + device.backend() + ", " + device.driver() + ", float32)";
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
    public Session open(Program program, Options options) {
        var sdk = Sdk.find();
        var device = device();
        var compiler = new KernelCompiler(sdk);
        var worker = worker(compiler, sdk);
        try {
            return new GpuSession(program, options, worker, device, compiler::compile);
        } catch (RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    private static WorkerProcess worker(KernelCompiler compiler, Sdk sdk) {
        compiler.compileDriver();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(sdk.flags());
        command.addAll(List.of(
                // Without this TornadoVM runs what it cannot compile as Java, and says nothing.
                "-Dtornado.recover.bailout=False",
                // A sum of a product and the same product breaks TornadoVM's own fusing of the two; drivers fuse as
                // well.
                "-Dtornado.enable.fma=False",
                "-Dtornado.tvm.maxbytecodesize=65536",
                // A limit of TornadoVM's own; what fits is planned before.
                "-Dtornado.device.memory=1024GB",
                "-cp",
                compiler.classPath()));
        return new WorkerProcess(command, KernelCompiler.DRIVER);
    }
}
