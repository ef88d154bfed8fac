package dev.updraft.engine.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A folder that looks like TornadoVM's SDK, with the double inside. */
final class DoubleSdk {
    private DoubleSdk() {}

    /**
     * An engine on the double in a process of its own.
     *
     * @param folder where SDK and compiled kernels go
     * @param flags of the worker, such as those of {@link uk.ac.manchester.tornado.api.Faults}
     */
    static GpuEngine engine(Path folder, String... flags) throws IOException {
        var sdk = in(folder, flags);
        return new GpuEngine(() -> sdk, folder.resolve("cache"), 0);
    }

    /** As {@link #engine}, with the worker that lists the devices kept for the first session. */
    static GpuEngine thrifty(Path folder) throws IOException {
        var sdk = in(folder);
        return new GpuEngine(() -> sdk, folder.resolve("cache"), new IdleWorker(Duration.ofMinutes(2)), 0);
    }

    /** The SDK itself. */
    static Sdk in(Path folder, String... flags) throws IOException {
        var home = folder.resolve("tornado vm");
        var jar = home.resolve("share/java/tornado/tornado-api-0.0-double.jar");
        if (!Files.exists(jar)) {
            pack(
                    DoubleEngine.api(),
                    Files.createDirectories(home.resolve("share/java/tornado")).resolve(jar));
        }
        Files.writeString(
                home.resolve("tornado-argfile.template"),
                "-Xbootclasspath/a:${TORNADOVM_HOME}/share/java/tornado/tornado-api-0.0-double.jar -Xshare:auto\n"
                        + "-XX:TieredStopAtLevel=1 " + String.join("\n", flags));
        return Sdk.in(home);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> all = Files.walk(classes.resolve("uk"))) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}
