package dev.updraft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {

    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private static final Download DOWNLOAD = new Download(Duration.ofSeconds(10), Duration.ofSeconds(10));
    private static final Download IMPATIENT = new Download(Duration.ofSeconds(10), Duration.ofMillis(100));

    @TempDir
    Path folder;

    static RemoteFile file(URI... mirrors) {
        return new RemoteFile("file.gz", List.of(mirrors), CONTENT.length, sha256(CONTENT), List.of());
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void assertComplete() throws IOException {
        assertThat(folder.resolve("file.gz")).hasBinaryContent(CONTENT);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("file.gz"));
        }
    }

    @Test
    void aFileIsFetchedWithProgressToItsEnd() throws IOException {
        var progress = new ArrayList<Long>();
        try (var server = new FileServer(CONTENT)) {
            DOWNLOAD.fetch(file(server.url("file.gz")), folder.resolve("new/folder"), (what, done, total, unit) -> {
                assertThat(what).isEqualTo("file.gz");
                assertThat(total).isEqualTo(CONTENT.length);
                assertThat(unit).isEqualTo(Progress.Unit.BYTES);
                progress.add(done);
            });
        }

        assertThat(folder.resolve("new/folder/file.gz")).hasBinaryContent(CONTENT);
        assertThat(progress).isSorted().endsWith((long) CONTENT.length);
    }

    @Test
    void aCutDownloadGoesOnWhereItWasCut() throws IOException {
        try (var server = new FileServer(CONTENT, FileServer.cutAfter(1000), FileServer.cutAfter(2000))) {
            DOWNLOAD.fetch(file(server.url("file.gz")), folder, Progress.NONE);

            assertThat(server.requests).containsExactly("all", "bytes=1000-", "bytes=3000-");
        }
        assertComplete();
    }

    @Test
    void theNextRunGoesOnWhereTheLastOneStopped() throws IOException {
        try (var server = new FileServer(CONTENT, FileServer.cutAfter(1000), FileServer.status(503))) {
            var file = file(server.url("file.gz"));
            assertThatThrownBy(() -> DOWNLOAD.fetch(file, folder, Progress.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("503");
            assertThat(folder.resolve("file.gz")).doesNotExist();

            DOWNLOAD.fetch(file, folder, Progress.NONE);

            assertThat(server.requests).endsWith("bytes=1000-");
        }
        assertComplete();
    }

    @Test
    void aServerThatKnowsNoRangesIsAskedForAll() throws IOException {
        try (var server = new FileServer(CONTENT, FileServer.cutAfter(1000), FileServer::ignoringRange)) {
            DOWNLOAD.fetch(file(server.url("file.gz")), folder, Progress.NONE);
        }
        assertComplete();
    }

    @Test
    void aWrongChecksumIsRefusedAndNothingKept() throws IOException {
        try (var server = new FileServer(CONTENT, FileServer::otherContent)) {
            var file = file(server.url("file.gz"));
            assertThatThrownBy(() -> DOWNLOAD.fetch(file, folder, Progress.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContainingAll("SHA-256 is " + sha256(new byte[CONTENT.length]), file.sha256());
            assertThat(folder.resolve("file.gz")).doesNotExist();

            DOWNLOAD.fetch(file, folder, Progress.NONE);

            assertThat(server.requests).containsExactly("all", "all");
        }
        assertComplete();
    }

    @Test
    void aFileThatIsTooLongIsRefused() {
        try (var server = new FileServer(Samples.concat(CONTENT, new byte[1]))) {
            assertThatThrownBy(() -> DOWNLOAD.fetch(file(server.url("file.gz")), folder, Progress.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than the 300000 bytes");
        }
        assertThat(folder.resolve("file.gz")).doesNotExist();
    }

    @Test
    void aSilentServerIsGivenUp() {
        try (var server = new FileServer(CONTENT)) {
            server.next(server.stallAfter(0));
            assertThatThrownBy(() -> IMPATIENT.fetch(file(server.url("file.gz")), folder, Progress.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("silence for 0.1 s");
        }
    }

    @Test
    void whatCameBeforeASilenceIsKept() throws IOException {
        try (var server = new FileServer(CONTENT)) {
            server.next(server.stallAfter(1000));

            IMPATIENT.fetch(file(server.url("file.gz")), folder, Progress.NONE);

            assertThat(server.requests).containsExactly("all", "bytes=1000-");
        }
        assertComplete();
    }

    @Test
    void theNextMirrorTakesOver() throws IOException {
        try (var first = new FileServer(CONTENT, FileServer.cutAfter(1000), FileServer.status(404));
                var second = new FileServer(CONTENT)) {
            DOWNLOAD.fetch(file(first.url("file.gz"), second.url("file.gz")), folder, Progress.NONE);

            assertThat(second.requests).containsExactly("bytes=1000-");
        }
        assertComplete();
    }

    @Test
    void aServerThatCutsEveryConnectionIsGivenUpInTheEnd() {
        var cuts = Stream.generate(() -> FileServer.cutAfter(1)).limit(100).toArray(FileServer.Answer[]::new);
        try (var server = new FileServer(CONTENT, cuts)) {
            assertThatThrownBy(() -> DOWNLOAD.fetch(file(server.url("file.gz")), folder, Progress.NONE))
                    .isInstanceOf(IOException.class);
            assertThat(server.requests).hasSizeLessThan(50);
        }
    }

    @Test
    void noServerIsNoHang() {
        URI nowhere;
        try (var server = new FileServer(CONTENT)) {
            nowhere = server.url("file.gz");
        }
        assertThatThrownBy(() -> DOWNLOAD.fetch(file(nowhere), folder, Progress.NONE))
                .isInstanceOf(IOException.class);
    }

    @Test
    void twoDownloadsOfOneFileDoNotMix() {
        try (var server = new FileServer(CONTENT)) {
            var file = file(server.url("file.gz"));
            assertThatThrownBy(() -> DOWNLOAD.fetch(file, folder, (_, _, _, _) -> {
                        try {
                            DOWNLOAD.fetch(file, folder, Progress.NONE);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }))
                    .rootCause()
                    .hasMessageContaining("is being downloaded already");
        }
    }
}
