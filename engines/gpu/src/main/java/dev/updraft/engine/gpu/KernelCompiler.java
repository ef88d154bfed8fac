package dev.updraft.engine.gpu;

import dev.updraft.download.CacheFolder;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.version.Version;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compiles what TornadoVM runs, with the JDK's own compiler and against the API of the SDK. Classes stay in the cache folder:
 * the name of a generated class stands for its content, so what is there need not be made again.
 */
final class KernelCompiler {
    /** The class of the driver, which is compiled here too. */
    public static final String DRIVER = "dev.updraft.tornado.TornadoDriver";

    private static final String SOURCES = "/dev/updraft/tornado/";
    private static final List<String> DRIVER_SOURCES = List.of(
            "CopyKernels",
            "DeviceArrays",
            "FailedTask",
            "EmptyArrays",
            "GraphQueue",
            "MappedArrays",
            "ProfileLog",
            "RecordedStep",
            "SetKernels",
            "SplitKernels",
            "SplitScores",
            "StoredCode",
            "ThresholdKernels",
            "TornadoDriver",
            "TornadoPlan",
            "TornadoProgram",
            "TornadoTrials",
            "TreeArrays",
            "TreeKernels",
            "TreePlan");

    private final Path api;
    private final Path classes;

    /** For an SDK, with classes in the user's cache folder. */
    public KernelCompiler(Sdk sdk) {
        this(sdk, cache());
    }

    /** For an SDK and this version of Updraft, with classes in a folder of theirs in the cache. */
    KernelCompiler(Sdk sdk, Path cache) {
        this(sdk.api(), cache.resolve(sdk.version() + "-" + Version.TEXT));
    }

    /**
     * A compiler.
     *
     * @param api jar or folder with TornadoVM's API
     * @param classes where classes go
     */
    KernelCompiler(Path api, Path classes) {
        this.api = api;
        this.classes = classes;
    }

    /** Where compiled kernels are kept, for all SDKs. */
    static Path cache() {
        return CacheFolder.current().resolve("kernels");
    }

    /** What a worker has on its class path: these classes, and those of Updraft that it shares with this process. */
    String classPath() {
        return Stream.concat(Stream.of(classes), shared().stream())
                .map(Path::toString)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> shared() {
        return List.of(location(Driver.class), location(EngineException.class));
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(Objects.requireNonNull(type.getProtectionDomain().getCodeSource())
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new EngineException("Updraft's classes cannot be found on disk: " + e + "; run it from its jars", e);
        }
    }

    /** Compiles the driver, unless it is there; sources of a development version may have changed. */
    void compileDriver() {
        var sources = DRIVER_SOURCES.stream().map(KernelCompiler::driverSource).toList();
        var stamp = classes.resolve("driver." + Integer.toHexString(sources.hashCode()));
        if (!Files.exists(stamp)) {
            compile(DRIVER_SOURCES.stream().map(name -> name + ".java").toList(), sources);
            try {
                Files.write(stamp, new byte[0]);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    private static String driverSource(String name) {
        try (var in = KernelCompiler.class.getResourceAsStream(SOURCES + name + ".java")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EngineException(
                    "Updraft's own resources cannot be read: " + e
                            + "; its jar was damaged or removed: install it again",
                    e);
        }
    }

    /** Compiles a generated class, unless it is there; gives its binary name. */
    public String compile(EmittedProgram program) {
        var name = EmittedProgram.PACKAGE + "." + program.className();
        if (!Files.exists(classes.resolve(name.replace('.', '/') + ".class"))) {
            compileDriver();
            compile(List.of(program.className() + ".java"), List.of(program.source()));
        }
        return name;
    }

    /** Compiles generated classes together, which is faster than one by one. */
    void compile(List<EmittedProgram> programs) {
        compileDriver();
        compile(
                programs.stream().map(program -> program.className() + ".java").toList(),
                programs.stream().map(EmittedProgram::source).toList());
    }

    /** Compiles in a folder aside and moves what came out, so that nobody ever meets half a class. */
    private void compile(List<String> names, List<String> sources) {
        Javac.requireModule();
        try {
            Files.createDirectories(classes);
            var aside = Files.createTempDirectory(classes, "making-");
            try {
                move(compile(names, sources, aside));
            } finally {
                delete(aside);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private Path compile(List<String> names, List<String> sources, Path aside) throws IOException {
        var files = new ArrayList<Path>();
        for (var i = 0; i < names.size(); i++) {
            files.add(Files.writeString(aside.resolve(names.get(i)), sources.get(i)));
        }
        var out = Files.createDirectory(aside.resolve("out"));
        var options = List.of(
                "-g",
                "-Xlint:all,-processing",
                "-proc:none",
                "-d",
                out.toString(),
                "-cp",
                api + File.pathSeparator + classPath());
        Javac.compile(files, options, api.toString());
        return out;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> left = Files.walk(folder)) {
            for (var path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void move(Path out) throws IOException {
        try (Stream<Path> made = Files.walk(out)) {
            for (var file : made.filter(Files::isRegularFile).toList()) {
                var target = classes.resolve(out.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private EngineException unwritable(IOException e) {
        return new EngineException(
                "compiled kernels cannot be stored in " + classes + ": " + e
                        + "; set UPDRAFT_CACHE to a writable folder",
                e);
    }
}
