package dev.updraft.engine.gpu.install;

import static dev.updraft.engine.gpu.install.Archives.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipArchiveTest {
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int UNIX = 3;
    private static final int SYMBOLIC_LINK = 0120777;

    @TempDir
    Path folder;

    private Path unpack(byte[] content) throws IOException {
        var archive = new ZipArchive(Archives.written(folder.resolve("archive.zip"), content));
        var target = folder.resolve("deep/target");
        Files.createDirectories(target.getParent());
        archive.unpack(target);
        return target;
    }

    @Test
    void whatIsInItIsUnpacked() throws IOException {
        var content = Archives.zip(Map.of("a/b/c.txt", text("text"), "empty", new byte[0], "folder/", new byte[0]));

        var target = unpack(content);

        assertThat(target.resolve("a/b/c.txt")).hasContent("text");
        assertThat(target.resolve("empty")).isEmptyFile();
        assertThat(target.resolve("folder")).isEmptyDirectory();
        assertThat(new ZipArchive(folder.resolve("archive.zip")).unpackedBytes())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "../../out", "a/../../out", "../target-not/out", "a/../.."})
    void anEntryThatClimbsOutIsRefused(String name) {
        assertThatThrownBy(() -> unpack(Archives.zip(Map.of(name, text("evil")))))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining(name);
        assertThat(folder.resolve("deep/out")).doesNotExist();
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(folder.resolve("deep/target-not")).doesNotExist();
    }

    @Test
    void anAbsoluteEntryIsRefused() {
        var outside = folder.resolve("out").toAbsolutePath();
        assertThatThrownBy(() -> unpack(Archives.zip(Map.of(outside.toString(), text("evil")))))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining("outside");
        assertThat(outside).doesNotExist();
    }

    @Test
    void aSymbolicLinkLeadsNowhere() throws IOException {
        var target = unpack(asLink(Archives.zip(Map.of("link", text("/etc/passwd")))));

        assertThat(Files.isSymbolicLink(target.resolve("link"))).isFalse();
        assertThat(Files.isRegularFile(target.resolve("link"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(target.resolve("link")).hasContent("/etc/passwd");
    }

    /** Marks the only entry as a symbolic link, as Unix does: its mode in the upper half of the external attributes. */
    private static byte[] asLink(byte[] zip) {
        var bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        var at = 0;
        while (bytes.getInt(at) != CENTRAL_HEADER) {
            at++;
        }
        bytes.put(at + 5, (byte) UNIX);
        bytes.putInt(at + 38, SYMBOLIC_LINK << 16);
        return zip;
    }

    @Test
    void aDamagedEntryIsRefused() {
        var zip = Archives.sdk("5.2.0-jdk25", "opencl");
        // In the midst of the library, which does not compress.
        zip[zip.length / 2] ^= 1;
        assertThatThrownBy(() -> unpack(zip)).isInstanceOf(ZipException.class);
    }

    @Test
    void anArchiveThatEndsTooEarlyIsRefused() {
        var zip = Archives.sdk("5.2.0-jdk25", "opencl");
        assertThatThrownBy(() -> unpack(Arrays.copyOf(zip, zip.length / 2))).isInstanceOf(ZipException.class);
    }

    @Test
    void aFileThatIsAFolderTooIsRefused() {
        var zip = Archives.zip(Map.of("a", text("file"), "a/b", text("file in it")));
        assertThatThrownBy(() -> unpack(zip)).isInstanceOf(IOException.class);
    }

    @Property(tries = 300)
    void whateverIsDamagedEndsInAnIoException(@ForAll @IntRange(max = 1999) int place, @ForAll byte value)
            throws IOException {
        var content = Archives.zip(Map.of("some/file", text("content"), "other", new byte[50]));
        content[place % content.length] = value;
        var folder = Files.createTempDirectory("zip");
        try {
            var archive = new ZipArchive(Archives.written(folder.resolve("archive.zip"), content));
            assertThat(archive.unpackedBytes()).isNotNegative();
            archive.unpack(folder.resolve("target"));
        } catch (IOException _) {
            // What a damaged archive should end in.
        } finally {
            Unpacker.delete(folder);
        }
    }
}
