package dev.updraft.engine.gpu.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.download.Download;
import dev.updraft.download.FileServer;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.InstalledSdks;
import dev.updraft.engine.gpu.Sdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallerTest {
    private static final Release RELEASE = new Release("5.2.0", Backend.OPENCL, Platform.LINUX);
    private static final byte[] ARCHIVE = Archives.sdk("5.2.0-jdk25", "opencl");
    private static final String SHA256 = FileServer.sha256(ARCHIVE);

    @TempDir
    Path temporary;

    private final FileServer files = new FileServer(ARCHIVE);
    private FileServer api = new FileServer(description(RELEASE.archive(), "sha256:" + SHA256));

    @AfterEach
    void close() {
        files.close();
        api.close();
    }

    /** As GitHub describes a release, in what matters. */
    private static byte[] description(String name, @Nullable String digest) {
        return Archives.text(
                String.format(Locale.ROOT, """
                {"id": 1, "author": {"login": "x", "assets": [1]}, "draft": false, "assets": [
                  {"name": "other.tar.gz", "size": 7, "uploader": {"name": "y"}, "digest": null},
                  {"name": "%s", "size": %d, "digest": %s}],
                 "body": "text"}
                """, name, ARCHIVE.length, digest == null ? "null" : "\"" + digest + "\""));
    }

    private void apiAnswers(byte[] content) {
        api.close();
        api = new FileServer(content);
    }

    private InstalledSdks sdks() {
        return new InstalledSdks(temporary.resolve("cache/tornadovm"));
    }

    private Installer installer(long freeBytes) {
        var download = new Download(Duration.ofSeconds(10), Duration.ofSeconds(10));
        var page = new ReleasePage(files.url("releases/"), api.url("tags/"), download);
        return new Installer(sdks(), page, _ -> freeBytes);
    }

    private Sdk download(@Nullable String sha256) {
        return installer(Long.MAX_VALUE).download(RELEASE, sha256, Download.Listener.NONE);
    }

    private void assertNothingInstalled() throws IOException {
        assertThat(sdks().current()).isEmpty();
        assertFiles("lock");
    }

    private void assertFiles(String... names) throws IOException {
        if (Files.exists(sdks().folder())) {
            try (var found = Files.list(sdks().folder())) {
                assertThat(found.map(file -> file.getFileName().toString())).isSubsetOf(names);
            }
        }
    }

    @Test
    void aReleaseIsInstalledWithProgressAndFoundFromThenOn() throws IOException {
        var received = new ArrayList<Long>();
        var sdk = installer(Long.MAX_VALUE).download(RELEASE, null, (name, bytes, total) -> {
            assertThat(name).isEqualTo(RELEASE.archive());
            assertThat(total).isEqualTo(ARCHIVE.length);
            received.add(bytes);
        });

        assertThat(received).isSorted().endsWith((long) ARCHIVE.length);
        assertThat(sdk.version()).isEqualTo("5.2.0-jdk25");
        assertThat(sdk.backends()).containsExactly("opencl");
        assertThat(sdk.home()).isEqualTo(sdks().folder().resolve("5.2.0-jdk25-opencl"));
        assertThat(sdk.flags()).containsExactly("-server", "--module-path", sdk.home() + "/share/java/tornado");
        assertThat(sdks().current()).contains(sdk.home());
        assertFiles("lock", "current", "5.2.0-jdk25-opencl");
    }

    @Test
    void aCutDownloadIsResumed() {
        files.next(FileServer.cutAfter(1000));
        download(null);
        assertThat(files.requests).containsExactly("all", "bytes=1000-");
    }

    @Test
    void theNextRunGoesOnWhereTheLastOneWasCut() {
        files.next(FileServer.cutAfter(1000));
        files.next(FileServer.status(503));
        assertThatThrownBy(() -> download(null)).hasMessageContainingAll("503", "what has come is kept");

        download(null);

        assertThat(files.requests).endsWith("bytes=1000-");
    }

    @Test
    void aWrongChecksumLeavesNothing() throws IOException {
        files.next(FileServer::otherContent);
        assertThatThrownBy(() -> download(null))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll(SHA256, FileServer.sha256(new byte[ARCHIVE.length]));
        assertNothingInstalled();
    }

    @Test
    void aChecksumGivenByHandNeedsNoAnswerOfGitHubs() {
        var sdk = download(SHA256.toUpperCase(Locale.ROOT));
        assertThat(sdk.version()).isEqualTo("5.2.0-jdk25");
        assertThat(api.requests).isEmpty();
    }

    @Test
    void aWrongChecksumGivenByHandLeavesNothing() throws IOException {
        assertThatThrownBy(() -> download("0".repeat(64))).hasMessageContaining(SHA256);
        assertNothingInstalled();
        assertThatThrownBy(() -> download("abc")).hasMessageContaining("64 hexadecimal digits");
    }

    @Test
    void withoutAPublishedChecksumNothingIsDownloaded() {
        apiAnswers(description(RELEASE.archive(), null));
        assertThatThrownBy(() -> download(null))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("no SHA-256", "--sha256", "--from");
        assertThat(files.requests).isEmpty();
    }

    @Test
    void aReleaseThatIsNotThereIsNamed() {
        api.next(FileServer.status(404));
        assertThatThrownBy(() -> download(null))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("5.2.0-jdk25", "tag/v5.2.0-jdk25");
    }

    @Test
    void anArchiveThatIsNotThereIsNamedWithThoseThatAre() {
        apiAnswers(description("tornadovm-5.2.0-jdk25-spirv-linux-amd64.zip", "sha256:" + SHA256));
        assertThatThrownBy(() -> download(null))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll(
                        "no archive " + RELEASE.archive(), "has tornadovm-5.2.0-jdk25-spirv-linux-amd64.zip");
    }

    @Test
    void anAnswerThatIsNoJsonIsAnErrorWithAWayOut() {
        apiAnswers(Archives.text("<html>Log in to the hotel's network</html>"));
        assertThatThrownBy(() -> download(null))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("not JSON", "--from");
    }

    @Test
    void withoutANetworkTheFileAndWhatToDoWithItAreNamed() {
        api.close();
        assertThatThrownBy(() -> download(null))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll(
                        files.url("releases/download/v5.2.0-jdk25/" + RELEASE.archive())
                                .toString(),
                        "updraft gpu install --from " + RELEASE.archive());
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() {
        Archives.written(temporary.resolve("cache"), new byte[0]);
        assertThatThrownBy(() -> download(null))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("cannot be installed in " + sdks().folder(), "UPDRAFT_CACHE");
    }

    @Test
    void withoutRoomNothingIsUnpackedAndTheDownloadIsKept() throws IOException {
        assertThatThrownBy(() -> installer(200_000).download(RELEASE, null, Download.Listener.NONE))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("196 KiB", "are free", "UPDRAFT_CACHE");
        assertFiles(RELEASE.archive());

        download(null);

        assertThat(files.requests).hasSize(1);
        assertFiles("lock", "current", "5.2.0-jdk25-opencl");
    }

    @Test
    void aKeptDownloadThatWasDamagedIsDownloadedAnew() throws IOException {
        Files.createDirectories(sdks().folder());
        Archives.written(sdks().folder().resolve(RELEASE.archive()), new byte[10]);
        assertThat(download(null).version()).isEqualTo("5.2.0-jdk25");
    }

    @Test
    void whatIsInstalledIsNotDownloadedAgain() {
        var first = download(null);
        unpack(Archives.sdk("5.1.0-jdk25", "opencl"));

        var second = download(null);

        assertThat(second).isEqualTo(first);
        assertThat(sdks().current()).contains(first.home());
        assertThat(files.requests).hasSize(1);
    }

    @Test
    void anInstalledSdkThatLostAFileIsInstalledAnew() throws IOException {
        var sdk = download(null);
        Files.delete(sdk.home().resolve("tornado-argfile.template"));

        assertThat(download(null).flags()).isNotEmpty();
    }

    private Sdk unpack(byte[] content) {
        var file = Archives.written(temporary.resolve("given.zip"), content);
        return installer(Long.MAX_VALUE).unpack(file, null);
    }

    @Test
    void anArchiveOfTheUsersIsInstalledWhateverItIsCalled() throws IOException {
        var sdk = unpack(Archives.sdk("5.2.1-jdk25-dev", "cuda"));
        assertThat(sdks().current()).contains(sdk.home());
        assertFiles("lock", "current", "5.2.1-jdk25-dev-cuda");
        assertThat(temporary.resolve("given.zip")).exists();
    }

    @Test
    void theSameIsInstalledTwiceInPlaceOfItself() throws IOException {
        var first = unpack(ARCHIVE);
        Archives.written(first.home().resolve("left-over"), new byte[1]);

        var second = unpack(ARCHIVE);

        assertThat(second).isEqualTo(first);
        assertThat(second.home().resolve("left-over")).doesNotExist();
        assertFiles("lock", "current", "5.2.0-jdk25-opencl");
    }

    @Test
    void whatAKilledInstallationLeftBehindIsNoHindrance() throws IOException {
        Files.createDirectories(sdks().folder().resolve("unpacking/some/folder"));
        unpack(ARCHIVE);
        assertFiles("lock", "current", "5.2.0-jdk25-opencl");
    }

    @Test
    void anArchiveWithAnotherChecksumIsRefused() throws IOException {
        var file = Archives.written(temporary.resolve("given.zip"), ARCHIVE);
        assertThatThrownBy(() -> installer(Long.MAX_VALUE).unpack(file, "0".repeat(64)))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll(SHA256, "given.zip");
        assertNothingInstalled();
        assertThat(installer(Long.MAX_VALUE).unpack(file, SHA256).version()).isEqualTo("5.2.0-jdk25");
    }

    private void assertRefused(byte[] content, String... words) throws IOException {
        assertThatThrownBy(() -> unpack(content))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining("given.zip");
        assertNothingInstalled();
    }

    @Test
    void whatIsNoSdkIsRefused() throws IOException {
        assertRefused(Archives.text("text"), "not a zip archive");
        assertRefused(Arrays.copyOf(ARCHIVE, ARCHIVE.length - 100), "not a zip archive");
        assertRefused(Archives.zip(Map.of("readme.txt", Archives.text("text"))), "has no share/java/tornado");
        assertRefused(Archives.zip(Map.of("../evil", Archives.text("text"))), "../evil");
        assertRefused(Archives.sdk("5.2.0-jdk21", "opencl"), "JDK 21");
    }

    @Test
    void anSdkThatLacksSomethingIsRefused() throws IOException {
        for (var name : Archives.entries("5.2.0-jdk25", "opencl").keySet()) {
            if (!name.endsWith("tornado-argfile")) {
                var entries = Archives.entries("5.2.0-jdk25", "opencl");
                entries.remove(name);
                assertRefused(Archives.zip(entries), "has no ");
            }
        }
    }

    @Test
    void aFailureLeavesWhatWasInstalledBefore() {
        var before = unpack(ARCHIVE);
        assertThatThrownBy(() -> unpack(Archives.sdk("5.2.0-jdk21", "opencl"))).isInstanceOf(EngineException.class);
        assertThat(sdks().current()).contains(before.home());
        assertThat(before.flags()).isNotEmpty();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> installer(Long.MAX_VALUE).unpack(temporary.resolve("missing.zip"), null))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("missing.zip");
        assertThat(sdks().folder()).doesNotExist();
    }
}
