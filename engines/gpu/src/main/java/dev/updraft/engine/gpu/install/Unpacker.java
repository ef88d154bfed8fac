package dev.updraft.engine.gpu.install;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.Bytes;
import dev.updraft.engine.gpu.InstalledSdks;
import dev.updraft.engine.gpu.Sdk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Unpacks archives of the SDK: into a folder aside first, so that an SDK appears whole or not at all.
 *
 * @param sdks where to
 * @param freeBytes how much room there is where a folder is
 */
record Unpacker(InstalledSdks sdks, ToLongFunction<Path> freeBytes) {

    /** @throws EngineException if an archive is broken, or there is not enough room for what it unpacks to */
    void requireRoom(Path archive) {
        try {
            Files.createDirectories(sdks.folder());
            var needed = new ZipArchive(archive).unpackedBytes();
            var free = freeBytes.applyAsLong(sdks.folder());
            if (free < needed) {
                throw new EngineException(
                        "TornadoVM's SDK takes " + Bytes.text(needed) + " in " + sdks.folder() + ", where "
                                + Bytes.text(free) + " are free; make room, or let UPDRAFT_CACHE name another folder");
            }
        } catch (IOException e) {
            throw failed(archive, e);
        }
    }

    /**
     * Unpacks an archive, in place of what was unpacked of the same version and backends before, and takes it in use.
     *
     * @throws EngineException if it is broken, is no SDK, or lacks something
     */
    Sdk unpack(Path archive) {
        try {
            Files.createDirectories(sdks.folder());
            try (var channel = FileChannel.open(
                            sdks.folder().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = lock(channel)) {
                // What an installation that was killed left behind.
                delete(aside());
                delete(replaced());
                try {
                    new ZipArchive(archive).unpack(aside());
                    return use(new Inspection(archive, home(aside())).sdk());
                } finally {
                    delete(aside());
                    delete(replaced());
                }
            }
        } catch (IOException e) {
            throw failed(archive, e);
        }
    }

    private Sdk use(Sdk unpacked) throws IOException {
        var name = Inspection.name(unpacked);
        var place = sdks.folder().resolve(name);
        if (Files.exists(place)) {
            Files.move(place, replaced(), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(unpacked.home(), place, StandardCopyOption.ATOMIC_MOVE);
        sdks.use(name);
        return Sdk.in(place);
    }

    private Path aside() {
        return sdks.folder().resolve("unpacking");
    }

    private Path replaced() {
        return sdks.folder().resolve("replaced");
    }

    private FileLock lock(FileChannel channel) throws IOException {
        try {
            var lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException _) {
            // Held by another thread of this process: the same to the user.
        }
        throw new EngineException("an SDK is already being unpacked in " + sdks.folder() + "; wait until it is done");
    }

    /** Released archives hold one folder, which is the SDK. */
    private static Path home(Path unpacked) throws IOException {
        try (Stream<Path> files = Files.list(unpacked)) {
            var top = files.limit(2).toList();
            return top.size() == 1 && Files.isDirectory(top.getFirst()) ? top.getFirst() : unpacked;
        }
    }

    /** What an installation failed of, in words. */
    EngineException failed(Path archive, IOException problem) {
        return problem instanceof ZipException
                ? new EngineException(
                        archive + " is not a zip archive of the TornadoVM SDK, or was damaged: " + problem.getMessage(),
                        problem)
                : new EngineException(
                        "TornadoVM's SDK cannot be installed in " + sdks.folder() + ": " + problem
                                + "; let UPDRAFT_CACHE name another folder if that is the reason",
                        problem);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
