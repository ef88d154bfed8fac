package dev.updraft.engine.gpu;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.Session;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.Driver;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import uk.ac.manchester.tornado.api.KernelContext;

/** The gpu engine in this process, on the double of TornadoVM. */
public final class DoubleEngine implements Engine {
    private static final Path CLASSES = Path.of("target", "kernels").toAbsolutePath();
    private static final KernelCompiler COMPILER = new KernelCompiler(api(), CLASSES);
    private static final ClassLoader LOADER = loader();

    private final DeviceInfo device;

    private DoubleEngine(DeviceInfo device) {
        this.device = device;
    }

    /** For which code is written as for a processor. */
    public static DoubleEngine processor() {
        return new DoubleEngine(device(DeviceInfo.Kind.PROCESSOR, 64, 1L << 32));
    }

    /** For which code is written as for a GPU; groups are small, since their items are threads. */
    public static DoubleEngine gpu() {
        return new DoubleEngine(device(DeviceInfo.Kind.GPU, 16, 1L << 32));
    }

    /** A GPU with so much memory. */
    static DoubleEngine withMemory(long bytes) {
        return new DoubleEngine(device(DeviceInfo.Kind.GPU, 16, bytes));
    }

    private static DeviceInfo device(DeviceInfo.Kind kind, int workGroup, long memory) {
        return new DeviceInfo(0, "double", kind, "opencl", memory, 1 << 15, workGroup, "plain Java");
    }

    /** Where the double's classes are. */
    static Path api() {
        try {
            return Path.of(Objects.requireNonNull(
                            KernelContext.class.getProtectionDomain().getCodeSource())
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ClassLoader loader() {
        try {
            // A folder that is there: its address then ends in a slash, and loaders take it for a folder.
            Files.createDirectories(CLASSES);
            return new URLClassLoader(new URL[] {CLASSES.toUri().toURL()}, DoubleEngine.class.getClassLoader());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "gpu";
    }

    @Override
    public String description() {
        return "gpu on the double, as a " + device.kind();
    }

    @Override
    public Session open(Program program, Options options) {
        COMPILER.compileDriver();
        try {
            var driver = Class.forName(KernelCompiler.DRIVER, true, LOADER)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
            return new GpuSession(program, options, driver, device, COMPILER::compile);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
