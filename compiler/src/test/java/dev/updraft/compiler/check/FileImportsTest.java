package dev.updraft.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver.UnresolvedException;
import dev.updraft.compiler.diagnostics.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileImportsTest {
    private static final String BLOCK = "block b(x) { return x -> relu }\n";

    private final Path folder;
    private final Path models;

    FileImportsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        models = Files.createDirectories(folder.resolve("models"));
        Files.createDirectory(models.resolve("deep"));
        Files.writeString(folder.resolve("outside.model"), BLOCK);
        Files.writeString(models.resolve("blocks.model"), BLOCK);
    }

    private SourceFile resolve(String importer, String path) throws UnresolvedException {
        var file = new SourceFile(models.resolve(importer).toString(), "");
        return new FileImports(models).resolve(file, path);
    }

    @Test
    void aPathIsRelativeToTheImporter() throws UnresolvedException {
        assertThat(resolve("main.model", "blocks.model").text()).isEqualTo(BLOCK);
        assertThat(resolve("deep/main.model", "../blocks.model").name())
                .isEqualTo(models.resolve("blocks.model").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.model", "deep/../../outside.model", "/etc/passwd", "C:/x.model", "\\x.model"})
    void aPathThatLeadsOutIsForbidden(String path) {
        assertThatThrownBy(() -> resolve("main.model", path))
                .isInstanceOfSatisfying(
                        UnresolvedException.class,
                        e -> assertThat(e.reason()).isEqualTo(UnresolvedException.Reason.FORBIDDEN));
    }

    @Test
    void aLinkThatLeadsOutIsForbidden() throws IOException {
        Files.createSymbolicLink(models.resolve("link.model"), folder.resolve("outside.model"));

        assertThatThrownBy(() -> resolve("main.model", "link.model")).hasMessageContaining("link points outside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere.model", "deep", "", "\0", "a/b/../c.model"})
    void aPathToNoFileIsMissing(String path) {
        assertThatThrownBy(() -> resolve("main.model", path))
                .isInstanceOfSatisfying(
                        UnresolvedException.class,
                        e -> assertThat(e.reason()).isEqualTo(UnresolvedException.Reason.MISSING));
    }

    @Test
    void blocksOfAnImportedFileAreNotPassedOn() throws IOException {
        Files.writeString(models.resolve("middle.model"), "import \"blocks.model\"\nblock m(x) { return x -> b }\n");
        var main = Files.writeString(
                models.resolve("main.model"),
                "import \"middle.model\"\nmodel M {\n input x: float[3]\n network { x -> m -> b -> dense(1) }\n}\n");

        assertThat(Compiler.check(main, Map.of()).diagnostics())
                .singleElement()
                .extracting(diagnostic -> diagnostic.message())
                .isEqualTo("there is no layer or block `b`");
    }

    @Test
    void aMistakeInAnImportedFileIsSaidThere() throws IOException {
        Files.writeString(models.resolve("broken.model"), "block b(x) { return x -> }\n");
        var main = Files.writeString(
                models.resolve("main.model"),
                "import \"broken.model\"\nmodel M {\n input x: float[3]\n network { x -> b -> dense(1) }\n}\n");

        assertThat(Compiler.check(main, Map.of()).diagnostics())
                .singleElement()
                .satisfies(diagnostic ->
                        assertThat(diagnostic.primary().file().name()).endsWith("broken.model"));
    }
}
