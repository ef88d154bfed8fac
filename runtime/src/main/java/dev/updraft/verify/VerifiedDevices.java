package dev.updraft.verify;

import dev.updraft.download.CacheFolder;
import dev.updraft.download.Checksum;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.version.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The devices that were found to compute right: each is checked once, before it first trains, and again with another driver,
 * TornadoVM or version of Updraft. A file each in the user's cache.
 *
 * @param folder where the files are
 */
public record VerifiedDevices(Path folder) {
    /** Of the checksum, in a file's name. */
    private static final int DIGITS = 16;

    /** Those of this user. */
    public static VerifiedDevices here() {
        return new VerifiedDevices(CacheFolder.current().resolve("verified"));
    }

    /** Whether to check devices at all; {@code UPDRAFT_VERIFY=off} says no. */
    public static boolean wanted(Map<String, String> environment) {
        return !"off".equals(environment.get("UPDRAFT_VERIFY"));
    }

    /**
     * Checks an engine that is available, unless that was done before or it needs no check.
     *
     * @param notice is told before it takes a while
     * @throws EngineException if it computes wrong, naming the first operation that it does wrong where one is found
     */
    public void require(Engine engine, Consumer<String> notice) {
        var checked = engine.toBeChecked();
        if (checked == null) {
            return;
        }
        var about = "Updraft " + Version.TEXT + " on " + engine.description();
        var file = folder.resolve(Checksum.of(about).substring(0, DIGITS) + ".txt");
        if (Files.exists(file)) {
            return;
        }
        notice.accept("checking once that " + engine.name() + " computes right");
        // Checking each operation takes minutes where kernels compile slowly: only to find the one that is wrong.
        if (!EngineCheck.isRight(checked)) {
            var operation = EngineCheck.firstWrongOperation(checked);
            throw new EngineException(engine.description() + " computes wrong results on this machine: "
                    + (operation == null
                            ? "its losses differ from the reference engine's"
                            : operation + " is the first operation that differs from the reference engine's")
                    + "; train on another device, and update the driver (UPDRAFT_VERIFY=off trains all the same)");
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(file, about + "\n");
        } catch (IOException _) {
            notice.accept("that cannot be noted in " + folder
                    + ", so it will be checked again; UPDRAFT_CACHE can name a folder that can be written");
        }
    }
}
