package dev.updraft.compiler.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.diagnostics.render.TerminalRenderer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceReaderTest {

    @TempDir
    private Path folder;

    private Path path;

    private final Diagnostics diagnostics = new Diagnostics();

    @BeforeEach
    void name() {
        path = folder.resolve("net.model");
    }

    @Test
    void aFileIsReadAsUtf8() throws IOException {
        Files.writeString(path, "// größe 🙂");
        var file = SourceReader.read(path, diagnostics);
        assertThat(file).isEqualTo(new SourceFile(path.toString(), "// größe 🙂"));
        assertThat(diagnostics.all()).isEmpty();
    }

    @Test
    void aMissingFileIsNamed() {
        assertRefused(Code.M0010, "there is no such file");
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        Files.createDirectory(path);
        assertRefused(Code.M0010, "it is a folder");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws IOException {
        Files.write(path, "größe".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(Code.M0011, "not UTF-8 text");
    }

    @Test
    void aFileOverTheLimitIsRefused() throws IOException {
        Files.write(path, new byte[SourceFile.LARGEST]);
        assertThat(SourceReader.read(path, diagnostics)).isNotNull();
        Files.write(path, new byte[10 << 20]);
        assertRefused(Code.M0009, "larger than 256 KiB");
    }

    private void assertRefused(Code code, String message) {
        assertThat(SourceReader.read(path, diagnostics)).isNull();
        assertThat(diagnostics.all()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.code()).isEqualTo(code);
            assertThat(diagnostic.message()).contains(message);
            assertThat(new TerminalRenderer(false).render(diagnostic)).contains(path + ":1:1");
        });
    }
}
