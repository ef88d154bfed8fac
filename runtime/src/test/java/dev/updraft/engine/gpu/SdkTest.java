package dev.updraft.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdkTest {
    @TempDir
    private Path folder;

    private Path withJar(String name) throws IOException {
        Files.createFile(
                Files.createDirectories(folder.resolve("share/java/tornado")).resolve(name));
        return folder;
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void withoutAFolderItSaysWhatToInstallAndWhatToSet(String home) {
        assertThatThrownBy(() -> Sdk.find(home))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("TornadoVM is not there")
                .hasMessageContaining("TORNADOVM_HOME");
    }

    @Test
    void aFolderThatIsNoSdkIsNamedWithWhatItLacks() {
        assertThatThrownBy(() -> Sdk.find(folder.toString()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("share/java/tornado");
        assertThatThrownBy(() -> Sdk.find(folder.resolve("gone").toString()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void aFolderWithoutTheApiSaysSo() throws IOException {
        withJar("tornado-runtime-5.2.0.jar");
        assertThatThrownBy(() -> Sdk.find(folder.toString()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("has no tornado-api jar");
    }

    @Test
    void theVersionIsThatOfTheApi() throws IOException {
        var sdk = Sdk.find(withJar("tornado-api-5.2.0-jdk25.jar").toString());
        assertThat(sdk.version()).isEqualTo("5.2.0-jdk25");
        assertThat(sdk.home()).isEqualTo(folder.toAbsolutePath());
    }

    @Test
    void theTemplateServesWhereverTheSdkIs() throws IOException {
        var sdk = Sdk.find(withJar("tornado-api-5.2.0.jar").toString());
        Files.writeString(folder.resolve("tornado-argfile"), "-Dhome=/where/it/was/made");
        Files.writeString(folder.resolve("tornado-argfile.template"), """
                # Flags
                -XX:+UnlockExperimentalVMOptions

                -Djava.library.path=${TORNADOVM_HOME}/lib
                  --add-modules  ALL-SYSTEM
                """);
        assertThat(sdk.flags())
                .containsExactly(
                        "-XX:+UnlockExperimentalVMOptions",
                        "-Djava.library.path=" + folder.toAbsolutePath() + "/lib",
                        "--add-modules",
                        "ALL-SYSTEM");
    }

    @Test
    void anSdkInAFolderWithSpacesKeepsItsFlagsWhole() throws IOException {
        var spaced = Files.createDirectories(folder.resolve("my sdk"));
        Files.createFile(
                Files.createDirectories(spaced.resolve("share/java/tornado")).resolve("tornado-api-5.2.0.jar"));
        Files.writeString(
                spaced.resolve("tornado-argfile.template"),
                "--module-path ${TORNADOVM_HOME}/lib -Dquoted=\"${TORNADOVM_HOME}/a b\"");
        var home = spaced.toAbsolutePath();
        assertThat(Sdk.find(spaced.toString()).flags())
                .containsExactly("--module-path", home + "/lib", "-Dquoted=" + home + "/a b");
    }

    @Test
    void withoutATemplateTheArgumentFileItselfServes() throws IOException {
        var sdk = Sdk.find(withJar("tornado-api-5.2.0.jar").toString());
        assertThatThrownBy(sdk::flags)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("neither tornado-argfile.template nor tornado-argfile");
        Files.writeString(folder.resolve("tornado-argfile"), "-Da=b");
        assertThat(sdk.flags()).containsExactly("@" + folder.toAbsolutePath().resolve("tornado-argfile"));
    }
}
