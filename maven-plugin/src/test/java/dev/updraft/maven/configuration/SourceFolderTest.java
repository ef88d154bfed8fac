package dev.updraft.maven.configuration;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceFolderTest {

    @TempDir
    private Path base;

    private void require(String path) throws Exception {
        new SourceFolder(base.resolve(path), base).require();
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/model", "src/test/model"})
    void theUsualFoldersNeedNotBeThere(String path) {
        assertThatCode(() -> require(path)).doesNotThrowAnyException();
    }

    @Test
    void aFolderThatIsThereIsTaken() throws Exception {
        Files.createDirectories(base.resolve("models"));

        require("models");
    }

    @Test
    void aMisspeltFolderIsRefusedWithTheNearest() throws Exception {
        Files.createDirectories(base.resolve("src/main/model"));

        assertThatThrownBy(() -> require("src/main/modle"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("sourceDirectory: there is no folder %s; did you mean %s?"
                        .formatted(base.resolve("src/main/modle"), base.resolve("src/main/model")));
        assertThatThrownBy(() -> require("src/mian/model"))
                .hasMessageEndingWith("mean %s?".formatted(base.resolve("src/main/model")));
        assertThatThrownBy(() -> require("elsewhere"))
                .hasMessageEndingWith("elsewhere; create it, or set updraft.skip in a project without models");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "src/main/model"})
    void aFileIsNotAFolder(String path) throws Exception {
        Files.createDirectories(base.resolve(path).resolveSibling(""));
        Files.createFile(base.resolve(path));

        assertThatThrownBy(() -> require(path)).hasMessageContaining(path + " is a file; expected the folder");
    }
}
