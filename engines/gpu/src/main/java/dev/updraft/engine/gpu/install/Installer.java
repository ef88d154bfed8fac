package dev.updraft.engine.gpu.install;

import dev.updraft.download.Checksum;
import dev.updraft.download.Download;
import dev.updraft.download.RemoteFile;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.InstalledSdks;
import dev.updraft.engine.gpu.Sdk;
import dev.updraft.files.FileProblem;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Installs TornadoVM's SDK. Once an SDK is installed, it is the one in use. */
public final class Installer {
    private final InstalledSdks sdks;
    private final ReleasePage page;
    private final Unpacker unpacker;

    /** Into a folder, from TornadoVM's releases. */
    public Installer(InstalledSdks sdks) {
        this(sdks, ReleasePage.GITHUB, Installer::usableBytes);
    }

    Installer(InstalledSdks sdks, ReleasePage page, ToLongFunction<Path> freeBytes) {
        this.sdks = sdks;
        this.page = page;
        unpacker = new Unpacker(sdks, freeBytes);
    }

    /**
     * Downloads a release, unless it is installed already.
     *
     * @param sha256 of the archive, in hexadecimal; null for the one that GitHub states
     * @throws EngineException if that is not possible, saying what to do instead
     */
    public Sdk download(Release release, @Nullable String sha256, Download.Listener listener) {
        var expected = sha256 == null ? null : requireChecksum(sha256);
        try {
            var installed = installed(release);
            if (installed.isPresent()) {
                sdks.use(release.folder());
                return installed.get();
            }
            var file = expected == null ? page.ask(release) : page.file(release, expected);
            var archive = fetch(file, listener);
            // An archive that does not fit is kept for the next attempt.
            unpacker.requireRoom(archive);
            try {
                return unpacker.unpack(archive);
            } finally {
                Files.deleteIfExists(archive);
            }
        } catch (FileSystemException e) {
            throw unpacker.failed(sdks.folder().resolve(release.archive()), e);
        } catch (IOException e) {
            throw new EngineException(byHand(release, e), e);
        }
    }

    private Optional<Sdk> installed(Release release) throws IOException {
        var folder = sdks.folder().resolve(release.folder());
        try {
            return Optional.of(new Inspection(folder, folder).sdk());
        } catch (EngineException _) {
            // Not installed, or damaged since.
            return Optional.empty();
        }
    }

    private Path fetch(RemoteFile file, Download.Listener listener) throws IOException {
        var archive = sdks.folder().resolve(file.name());
        if (Files.exists(archive) && !Checksum.of(archive).equals(file.sha256())) {
            Files.delete(archive);
        }
        if (!Files.exists(archive)) {
            page.download().fetch(file, sdks.folder(), listener);
        }
        return archive;
    }

    private String byHand(Release release, IOException problem) {
        return "TornadoVM's SDK could not be downloaded: " + problem.getMessage()
                + "\n  Try again: what has come is kept. Or get this file by other means,\n    " + page.address(release)
                + "\n  and install it with\n    updraft gpu install --from " + release.archive()
                + "\n  Its SHA-256 is on " + page.page(release) + "; where it is given with --sha256, "
                + page.api().getHost() + " is not asked for it.";
    }

    /**
     * Installs an archive that is there, of whichever version and backend it is.
     *
     * @param sha256 that it must have, in hexadecimal; null to take it as it is
     * @throws EngineException if it is no SDK for this machine, or another file than expected
     */
    public Sdk unpack(Path archive, @Nullable String sha256) {
        if (!Files.isRegularFile(archive)) {
            throw new EngineException(archive + ": no such file; pass the zip archive of TornadoVM's SDK");
        }
        if (sha256 != null && !requireChecksum(sha256).equals(checksum(archive))) {
            throw new EngineException(archive + ": its SHA-256 is " + checksum(archive) + ", not " + sha256
                    + "; it was damaged, or is another file");
        }
        unpacker.requireRoom(archive);
        return unpacker.unpack(archive);
    }

    /** SHA-256 of an archive, in hexadecimal. */
    public static String checksum(Path archive) {
        try {
            return Checksum.of(archive);
        } catch (IOException e) {
            throw new EngineException(archive + " cannot be read: " + FileProblem.reason(e), e);
        }
    }

    private static String requireChecksum(String text) {
        var sha256 = text.toLowerCase(Locale.ROOT);
        if (!Checksum.valid(sha256)) {
            throw new EngineException(
                    "`" + text + "` is not a SHA-256, which has 64 hexadecimal digits; copy it from the release page");
        }
        return sha256;
    }

    private static long usableBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException _) {
            // Not known: then unpacking will tell.
            return Long.MAX_VALUE;
        }
    }
}
