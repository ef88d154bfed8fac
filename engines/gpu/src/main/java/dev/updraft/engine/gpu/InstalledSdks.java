package dev.updraft.engine.gpu;

import dev.updraft.download.CacheFolder;
import dev.updraft.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The SDKs that {@code updraft gpu install} has unpacked, each in a folder of its own; a small file beside them names the one
 * in use.
 *
 * @param folder where they are
 */
public record InstalledSdks(Path folder) {
    private static final String CURRENT = "current";

    /** Those of this user. */
    public static InstalledSdks here() {
        return new InstalledSdks(CacheFolder.current().resolve("tornadovm"));
    }

    /** The folder of the one in use; nothing if none was installed, or if it was removed since. */
    public Optional<Path> current() {
        var file = folder.resolve(CURRENT);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(folder.resolve(Files.readString(file).strip())).filter(Files::isDirectory);
        } catch (IOException | InvalidPathException e) {
            throw new EngineException(
                    file + ", which names the SDK of TornadoVM in use, cannot be read: " + e + "; remove it", e);
        }
    }

    /** From now on the one in this subfolder is in use. */
    public void use(String name) throws IOException {
        var written = Files.writeString(folder.resolve(CURRENT + ".part"), name + "\n");
        Files.move(
                written, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
