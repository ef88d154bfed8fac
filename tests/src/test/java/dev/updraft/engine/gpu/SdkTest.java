package dev.updraft.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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

    private InstalledSdks installed() {
        return new InstalledSdks(folder.resolve("cache"));
    }

    private Sdk find(@Nullable String home) {
        return Sdk.find(home, installed());
    }

    private void install(String name, String version) throws IOException {
        var jars = installed().folder().resolve(name).resolve("share/java/tornado");
        Files.createFile(Files.createDirectories(jars).resolve("tornado-api-" + version + ".jar"));
        installed().use(name);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void withoutAFolderItSaysWhatToInstallAndWhatToSet(String home) {
        assertThatThrownBy(() -> find(home))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("TornadoVM is not installed")
                .hasMessageContaining("updraft gpu install")
                .hasMessageContaining("TORNADOVM_HOME");
    }

    @Test
    void theVariableGoesBeforeWhatIsInstalled() throws IOException {
        install("one", "5.0.0-jdk25");
        install("another", "5.1.0-jdk25");
        var mine = withJar("tornado-api-5.2.0-jdk25.jar").toString();

        assertThat(find(mine).version()).isEqualTo("5.2.0-jdk25");
        assertThat(find(null).version()).isEqualTo("5.1.0-jdk25");
        assertThat(find(" ").home()).isEqualTo(installed().folder().resolve("another"));
    }

    @Test
    void anInstalledSdkThatWasRemovedIsNotThere() throws IOException {
        Files.createDirectories(installed().folder());
        installed().use("removed-since");
        assertThatThrownBy(() -> find(null)).hasMessageContaining("TornadoVM is not installed");
    }

    @Test
    void aVariableThatPointsElsewhereIsAnErrorEvenIfOneIsInstalled() throws IOException {
        install("one", "5.1.0-jdk25");
        var elsewhere = folder.resolve("elsewhere").toString();
        assertThatThrownBy(() -> find(elsewhere))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("TORNADOVM_HOME is " + elsewhere);
    }

    @Test
    void aFolderThatIsNoSdkIsNamedWithWhatItLacks() {
        assertThatThrownBy(() -> find(folder.toString()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("share/java/tornado");
        assertThatThrownBy(() -> find(folder.resolve("gone").toString()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void aFolderWithoutTheApiSaysSo() throws IOException {
        withJar("tornado-runtime-5.2.0.jar");
        assertThatThrownBy(() -> find(folder.toString()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("has no tornado-api jar");
    }

    @Test
    void theVersionIsThatOfTheApi() throws IOException {
        var sdk = find(withJar("tornado-api-5.2.0-jdk25.jar").toString());
        assertThat(sdk.version()).isEqualTo("5.2.0-jdk25");
        assertThat(sdk.home()).isEqualTo(folder.toAbsolutePath());
    }

    @Test
    void theTemplateServesWhereverTheSdkIs() throws IOException {
        var sdk = find(withJar("tornado-api-5.2.0.jar").toString());
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
        assertThat(find(spaced.toString()).flags())
                .containsExactly("--module-path", home + "/lib", "-Dquoted=" + home + "/a b");
    }

    @Test
    void withoutATemplateTheArgumentFileItselfServes() throws IOException {
        var sdk = find(withJar("tornado-api-5.2.0.jar").toString());
        assertThatThrownBy(sdk::flags)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("neither tornado-argfile.template nor tornado-argfile");
        Files.writeString(folder.resolve("tornado-argfile"), "-Da=b");
        assertThat(sdk.flags()).containsExactly("@" + folder.toAbsolutePath().resolve("tornado-argfile"));
    }
}
