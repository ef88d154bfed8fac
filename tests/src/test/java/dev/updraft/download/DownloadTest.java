package dev.updraft.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
        return new RemoteFile("file.gz", List.of(mirrors), CONTENT.length, FileServer.sha256(CONTENT), List.of());
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
            DOWNLOAD.fetch(file(server.url("file.gz")), folder.resolve("new/folder"), (name, bytes, total) -> {
                assertThat(name).isEqualTo("file.gz");
                assertThat(total).isEqualTo(CONTENT.length);
                progress.add(bytes);
            });
        }

        assertThat(folder.resolve("new/folder/file.gz")).hasBinaryContent(CONTENT);
        assertThat(progress).isSorted().endsWith((long) CONTENT.length);
    }

    @Test
    void aCutDownloadGoesOnWhereItWasCut() throws IOException {
        try (var server = new FileServer(CONTENT, FileServer.cutAfter(1000), FileServer.cutAfter(2000))) {
            DOWNLOAD.fetch(file(server.url("file.gz")), folder, Download.Listener.NONE);

            assertThat(server.requests).containsExactly("all", "bytes=1000-", "bytes=3000-");
        }
        assertComplete();
    }

    @Test
    void theNextRunGoesOnWhereTheLastOneStopped() throws IOException {
        try (var server = new FileServer(CONTENT, FileServer.cutAfter(1000), FileServer.status(503))) {
            var file = file(server.url("file.gz"));
            assertThatThrownBy(() -> DOWNLOAD.fetch(file, folder, Download.Listener.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("503");
            assertThat(folder.resolve("file.gz")).doesNotExist();

            DOWNLOAD.fetch(file, folder, Download.Listener.NONE);

            assertThat(server.requests).endsWith("bytes=1000-");
        }
        assertComplete();
    }

    @Test
    void aServerThatKnowsNoRangesIsAskedForAll() throws IOException {
        try (var server = new FileServer(CONTENT, FileServer.cutAfter(1000), FileServer::ignoringRange)) {
            DOWNLOAD.fetch(file(server.url("file.gz")), folder, Download.Listener.NONE);
        }
        assertComplete();
    }

    @Test
    void aWrongChecksumIsRefusedAndNothingKept() throws IOException {
        try (var server = new FileServer(CONTENT, FileServer::otherContent)) {
            var file = file(server.url("file.gz"));
            assertThatThrownBy(() -> DOWNLOAD.fetch(file, folder, Download.Listener.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContainingAll(
                            "SHA-256 is " + FileServer.sha256(new byte[CONTENT.length]), file.sha256());
            assertThat(folder).isEmptyDirectory();

            DOWNLOAD.fetch(file, folder, Download.Listener.NONE);

            assertThat(server.requests).containsExactly("all", "all");
        }
        assertComplete();
    }

    @Test
    void aFileThatIsTooLongIsRefused() {
        try (var server = new FileServer(Arrays.copyOf(CONTENT, CONTENT.length + 1))) {
            assertThatThrownBy(() -> DOWNLOAD.fetch(file(server.url("file.gz")), folder, Download.Listener.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than the 300000 bytes");
        }
        assertThat(folder.resolve("file.gz")).doesNotExist();
    }

    @Test
    void aFileOfUnknownSizeIsResumedToo() throws IOException {
        var totals = new ArrayList<Long>();
        try (var server = new FileServer(CONTENT, FileServer.cutAfter(1000))) {
            var unknown = new RemoteFile(
                    "file.gz", List.of(server.url("file.gz")), -1, FileServer.sha256(CONTENT), List.of());
            DOWNLOAD.fetch(unknown, folder, (_, _, total) -> totals.add(total));

            assertThat(server.requests).containsExactly("all", "bytes=1000-");
            assertThat(totals).containsOnly((long) CONTENT.length);
        }
        assertComplete();
    }

    @Test
    void aServerThatSendsToAnotherPlaceIsFollowed() throws IOException {
        try (var server = new FileServer(CONTENT)) {
            server.next(server.redirect("elsewhere"));
            server.next(FileServer.cutAfter(1000));
            server.next(server.redirect("elsewhere"));
            DOWNLOAD.fetch(file(server.url("file.gz")), folder, Download.Listener.NONE);

            assertThat(server.requests).containsExactly("all", "all", "bytes=1000-", "bytes=1000-");
        }
        assertComplete();
    }

    @Test
    void aSmallFileIsReadWhole() throws IOException {
        try (var server = new FileServer(CONTENT, FileServer.status(404))) {
            assertThat(DOWNLOAD.read(server.url("x"), CONTENT.length)).isEmpty();
            assertThat(DOWNLOAD.read(server.url("x"), CONTENT.length)).contains(CONTENT);
            assertThatThrownBy(() -> DOWNLOAD.read(server.url("x"), CONTENT.length - 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than 299999 bytes");
        }
    }

    @Test
    void aSilentServerIsGivenUp() {
        try (var server = new FileServer(CONTENT)) {
            server.next(server.stallAfter(0));
            assertThatThrownBy(() -> IMPATIENT.fetch(file(server.url("file.gz")), folder, Download.Listener.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("silence for 0.1 s");
        }
    }

    @Test
    void whatCameBeforeASilenceIsKept() throws IOException {
        try (var server = new FileServer(CONTENT)) {
            server.next(server.stallAfter(1000));

            IMPATIENT.fetch(file(server.url("file.gz")), folder, Download.Listener.NONE);

            assertThat(server.requests).containsExactly("all", "bytes=1000-");
        }
        assertComplete();
    }

    @Test
    void theNextMirrorTakesOver() throws IOException {
        try (var first = new FileServer(CONTENT, FileServer.cutAfter(1000), FileServer.status(404));
                var second = new FileServer(CONTENT)) {
            DOWNLOAD.fetch(file(first.url("file.gz"), second.url("file.gz")), folder, Download.Listener.NONE);

            assertThat(second.requests).containsExactly("bytes=1000-");
        }
        assertComplete();
    }

    @Test
    void aServerThatCutsEveryConnectionIsGivenUpInTheEnd() {
        var cuts = Stream.generate(() -> FileServer.cutAfter(1)).limit(100).toArray(FileServer.Answer[]::new);
        try (var server = new FileServer(CONTENT, cuts)) {
            assertThatThrownBy(() -> DOWNLOAD.fetch(file(server.url("file.gz")), folder, Download.Listener.NONE))
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
        assertThatThrownBy(() -> DOWNLOAD.fetch(file(nowhere), folder, Download.Listener.NONE))
                .isInstanceOf(IOException.class);
    }

    @Test
    void twoDownloadsOfOneFileDoNotMix() {
        try (var server = new FileServer(CONTENT)) {
            var file = file(server.url("file.gz"));
            assertThatThrownBy(() -> DOWNLOAD.fetch(file, folder, (_, _, _) -> {
                        try {
                            DOWNLOAD.fetch(file, folder, Download.Listener.NONE);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }))
                    .rootCause()
                    .hasMessageContaining("is being downloaded already");
        }
    }
}
