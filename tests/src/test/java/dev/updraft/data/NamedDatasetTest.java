package dev.updraft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.internal.formats.CifarBatches;
import dev.updraft.download.Download;
import dev.updraft.download.FileServer;
import dev.updraft.download.RemoteFile;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedDatasetTest {

    private static final Download DOWNLOAD = new Download(Duration.ofSeconds(10), Duration.ofSeconds(10));
    private static final byte[] IMAGES = Samples.gzip(Samples.idx(2, 1, 1));
    private static final byte[] LABELS = Samples.gzip(Samples.idxLabels(1, 0));
    private static final List<String> MEMBERS = List.of("bin/data_batch_1.bin", "bin/test_batch.bin");

    @TempDir
    Path cache;

    private static RemoteFile file(String name, byte[] content, URI url, List<String> members) {
        return new RemoteFile(name, List.of(url), content.length, FileServer.sha256(content), members);
    }

    private NamedDataset digits(URI images, URI labels) {
        var test = List.of(
                file("t10k-images-idx3-ubyte.gz", IMAGES, images, List.of()),
                file("t10k-labels-idx1-ubyte.gz", LABELS, labels, List.of()));
        var published = new Published("digits", Shape.of(1, 1, 1), List.of("no", "yes"), List.of(), test, "");
        return new NamedDataset(published, () -> cache, DOWNLOAD);
    }

    private NamedDataset archived(byte[] archive, URI url) {
        var files = List.of(file("archive.tar.gz", archive, url, MEMBERS));
        var published = new Published("objects", Shape.of(32, 32, 3), CifarBatches.CLASS_NAMES, files, files, "bin");
        return new NamedDataset(published, () -> cache, DOWNLOAD);
    }

    @Test
    void theFilesOfAPartAreDownloadedOnce() {
        try (var images = new FileServer(IMAGES);
                var labels = new FileServer(LABELS)) {
            var digits = digits(images.url("i"), labels.url("l"));

            var data = digits.test();
            digits.test();

            assertThat(data.size()).isEqualTo(2);
            assertThat(data.targets().getFirst()).isEqualTo(new Dataset.Target.Classes(List.of("no", "yes")));
            assertThat(data.description()).isEqualTo("digits (test)");
            assertThat(Samples.label(data, 0)).isEqualTo(1);
            assertThat(images.requests).hasSize(1);
        }
    }

    @Test
    void withoutANetworkTheMessageSaysWhichFilesToPutWhere() {
        URI nowhere;
        try (var server = new FileServer(IMAGES)) {
            nowhere = server.url("file");
        }

        assertThatThrownBy(() -> digits(nowhere, nowhere).test())
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(
                        "digits could not be downloaded",
                        cache.resolve("digits").toString(),
                        "t10k-images-idx3-ubyte.gz  from " + nowhere,
                        "t10k-labels-idx1-ubyte.gz  from ",
                        "UPDRAFT_CACHE");
    }

    @Test
    void filesPutThereByHandWillDoPackedOrNot() {
        var nowhere = URI.create("http://localhost:1/");
        Samples.write(cache.resolve("digits/t10k-images-idx3-ubyte"), Samples.idx(2, 1, 1));
        Samples.write(cache.resolve("digits/t10k-labels-idx1-ubyte.gz"), LABELS);

        assertThat(digits(nowhere, nowhere).test().size()).isEqualTo(2);
    }

    @Test
    void anArchiveIsUnpackedOnce() {
        var archive = tar(
                entry("bin/", '5', new byte[0]),
                entry("bin/data_batch_1.bin", '0', Samples.concat(Samples.cifarRecord(3), Samples.cifarRecord(4))),
                entry("bin/readme.html", '0', new byte[700]),
                entry("bin/test_batch.bin", '0', Samples.cifarRecord(5)));
        try (var server = new FileServer(archive)) {
            var objects = archived(archive, server.url("a"));

            assertThat(objects.train().size()).isEqualTo(2);
            assertThat(Samples.label(objects.test(), 0)).isEqualTo(5);
            assertThat(server.requests).hasSize(1);
            assertThat(cache.resolve("objects/bin/readme.html")).doesNotExist();
        }
    }

    @Test
    void anArchiveCannotReachOutOfTheFolder() {
        var record = Samples.cifarRecord(1);
        var archive = tar(
                entry("../escaped.bin", '0', record),
                entry("/tmp/escaped.bin", '0', record),
                entry("bin/data_batch_1.bin", '2', new byte[0]),
                entry("bin/test_batch.bin", '0', record));
        try (var server = new FileServer(archive)) {
            assertThatThrownBy(() -> archived(archive, server.url("a")).train())
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("archive.tar.gz", "has no bin/data_batch_1.bin");
        }
        assertThat(cache.resolve("escaped.bin")).doesNotExist();
        assertThat(cache.resolve("objects/escaped.bin")).doesNotExist();
    }

    @Test
    void brokenArchivesAreRefusedAndLeaveNoHalfFiles() {
        var whole = entry("bin/data_batch_1.bin", '0', Samples.cifarRecord(1));
        assertArchiveRefused(Samples.gzip(Arrays.copyOf(whole, 1000)), "ends within data_batch_1.bin");
        assertArchiveRefused(
                Samples.gzip("no tar at all ".repeat(100).getBytes(StandardCharsets.UTF_8)), "not a tar archive");
        assertArchiveRefused("no gzip".getBytes(StandardCharsets.UTF_8), "cannot be unpacked");
        var huge = Arrays.copyOf(whole, whole.length);
        System.arraycopy("77777777777".getBytes(StandardCharsets.US_ASCII), 0, huge, 124, 11);
        assertArchiveRefused(Samples.gzip(huge), "more than 1024 MB");
    }

    private void assertArchiveRefused(byte[] archive, String message) {
        Samples.write(cache.resolve("objects/archive.tar.gz"), archive);
        assertThatThrownBy(() ->
                        archived(archive, URI.create("http://localhost:1/")).train())
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
        assertThat(cache.resolve("objects/bin/data_batch_1.bin")).doesNotExist();
    }

    @Test
    void theShapeMustFitBeforeAnythingIsDownloaded() {
        assertThatThrownBy(() ->
                        Datasets.cifar10().read(Split.TRAIN, Samples.classes(Shape.of(28, 28, 1), 10), Progress.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("cifar10: images are [32, 32, 3]", "[28, 28, 1]");
    }

    private static byte[] tar(byte[]... entries) {
        return Samples.gzip(Samples.concat(Samples.concat(entries), new byte[1024]));
    }

    private static byte[] entry(String name, char type, byte[] content) {
        var header = new byte[512];
        var nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(nameBytes, 0, header, 0, nameBytes.length);
        var size = String.format(Locale.ROOT, "%011o", content.length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        header[156] = (byte) type;
        var out = new ByteArrayOutputStream();
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[Math.floorMod(-content.length, 512)]);
        return out.toByteArray();
    }
}
