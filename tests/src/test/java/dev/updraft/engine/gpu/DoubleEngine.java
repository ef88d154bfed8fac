package dev.updraft.engine.gpu;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.spi.Session;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import uk.ac.manchester.tornado.api.KernelContext;

/** The gpu engine in this process, on the double of TornadoVM. */
public final class DoubleEngine implements BulkEngine {
    private static final Path CLASSES = Path.of("target", "kernels").toAbsolutePath();
    private static final long LARGEST_ARRAY = 1L << 32;
    private static final Compiled SHARED = Compiled.in(CLASSES);

    private final DeviceInfo device;
    private final Compiled compiled;
    private final Tilings tilings;

    /** Where classes come to be, and what loads them. */
    private record Compiled(KernelCompiler compiler, ClassLoader loader) {
        static Compiled in(Path classes) {
            return new Compiled(new KernelCompiler(api(), classes), DoubleEngine.loader(classes));
        }
    }

    private DoubleEngine(DeviceInfo device, Compiled compiled) {
        this(device, compiled, Tilings.likelyBest(DevicePlans.traits(device)));
    }

    private DoubleEngine(DeviceInfo device, Compiled compiled, Tilings tilings) {
        this.device = device;
        this.compiled = compiled;
        this.tilings = tilings;
    }

    /** The same with products cut up in another way. */
    DoubleEngine with(Tilings others) {
        return new DoubleEngine(device, compiled, others);
    }

    /** Where trials for it run. */
    TuningRunner bench() {
        return new TuningRunner(device, compiled.compiler()::compile, this::driver);
    }

    /** For which code is written as for a processor. */
    public static DoubleEngine processor() {
        return new DoubleEngine(device(DeviceInfo.Kind.PROCESSOR, 64, 1L << 32), SHARED);
    }

    /** For which code is written as for a GPU; groups are small, since their items are threads. */
    public static DoubleEngine gpu() {
        return new DoubleEngine(device(DeviceInfo.Kind.GPU, 16, 1L << 32), SHARED);
    }

    /** Whether its code is that for processors. */
    public boolean isProcessor() {
        return device.kind() != DeviceInfo.Kind.GPU;
    }

    /** As {@link #gpu} or {@link #processor}, with compiled classes in a folder of its own. */
    public static DoubleEngine in(Path classes, boolean gpu) {
        return new DoubleEngine((gpu ? gpu() : processor()).device, Compiled.in(classes));
    }

    /** A GPU with so much memory. */
    static DoubleEngine withMemory(long bytes) {
        return new DoubleEngine(device(DeviceInfo.Kind.GPU, 16, bytes), SHARED);
    }

    /** A GPU with a limit on the bytes of one array. */
    static DoubleEngine withLargestArray(long bytes) {
        return new DoubleEngine(
                new DeviceInfo(0, "double", DeviceInfo.Kind.GPU, "opencl", 1L << 40, bytes, 1 << 15, 16, "plain Java"),
                SHARED);
    }

    private static DeviceInfo device(DeviceInfo.Kind kind, int workGroup, long memory) {
        return new DeviceInfo(0, "double", kind, "opencl", memory, LARGEST_ARRAY, 1 << 15, workGroup, "plain Java");
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

    private static ClassLoader loader(Path classes) {
        try {
            // A folder that is there: its address then ends in a slash, and loaders take it for a folder.
            Files.createDirectories(classes);
            return new URLClassLoader(new URL[] {classes.toUri().toURL()}, DoubleEngine.class.getClassLoader());
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
    public boolean accelerated() {
        return !isProcessor();
    }

    @Override
    public void prepare(Map<Program, Integer> batchSizes) {
        BulkEngine.compile(batchSizes, device, compiled.compiler());
    }

    @Override
    public Session open(Program program, Options options) {
        return new GpuSession(program, options, driver(), device, compiled.compiler()::compile, tilings);
    }

    private Driver driver() {
        compiled.compiler().compileDriver();
        try {
            return Class.forName(KernelCompiler.DRIVER, true, compiled.loader())
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
