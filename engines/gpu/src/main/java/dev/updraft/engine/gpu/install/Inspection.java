package dev.updraft.engine.gpu.install;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.Sdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Whether what an archive holds is an SDK that works here.
 *
 * @param archive for messages
 * @param home where it was unpacked
 */
record Inspection(Path archive, Path home) {

    /**
     * The SDK.
     *
     * @throws EngineException if there is none, or if it lacks something, saying what
     */
    Sdk sdk() throws IOException {
        require("share/java/tornado", "tornado-api-[0-9].*\\.jar");
        require("share/java/graalJars", "compiler-.*\\.jar");
        // Without the template it would only work where it was built.
        require("", "tornado-argfile\\.template");
        require("etc", "tornado\\.backend");
        var sdk = Sdk.in(home);
        if (sdk.version().contains("jdk21")) {
            throw new EngineException(
                    archive + " is TornadoVM " + sdk.version() + ", for JDK 21; download the one" + " for JDK 25");
        }
        if (!name(sdk).matches("[0-9A-Za-z.+-]+")) {
            throw new EngineException(archive + " has an unexpected version or backend: `" + name(sdk)
                    + "`; use the archive published by TornadoVM");
        }
        for (var backend : Backend.values()) {
            if (sdk.backends().contains(backend.toString())) {
                require("lib", System.mapLibraryName("tornado-" + backend));
            }
        }
        return sdk;
    }

    /** {@code 5.2.0-jdk25-opencl}. */
    static String name(Sdk sdk) {
        return sdk.version() + "-" + String.join("-", sdk.backends());
    }

    private void require(String folder, String name) throws IOException {
        var place = home.resolve(folder);
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.list(place)) {
                if (files.anyMatch(file -> file.getFileName().toString().matches(name))) {
                    return;
                }
            }
        }
        var readable = name.replace("\\", "").replace("[0-9]", "").replace(".*", "*");
        throw new EngineException(archive + " has no " + (folder.isEmpty() ? "" : folder + "/") + readable
                + "; is it the zip archive of TornadoVM's SDK for this platform?");
    }
}
