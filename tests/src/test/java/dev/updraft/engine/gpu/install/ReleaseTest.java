package dev.updraft.engine.gpu.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.engine.EngineException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTest {

    @Test
    void anArchiveHasTheAddressThatTornadoVmsPageGives() {
        var release = new Release("5.2.0", Backend.OPENCL, Platform.LINUX);
        assertThat(ReleasePage.GITHUB.address(release))
                .isEqualTo(URI.create("https://github.com/beehive-lab/TornadoVM/releases/download/v5.2.0-jdk25/"
                        + "tornadovm-5.2.0-jdk25-opencl-linux-amd64.zip"));
        assertThat(new Release("5.2.0-jdk25", Backend.CUDA, Platform.WINDOWS).archive())
                .isEqualTo("tornadovm-5.2.0-jdk25-cuda-windows-amd64.zip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v5.2.0", "5", "5.2.0-jdk21", "../5.2.0", "5.2.0/x", "latest"})
    void whatIsNoVersionIsRefused(String version) {
        assertThatThrownBy(() -> new Release(version, Backend.OPENCL, Platform.LINUX))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("`" + version + "`", "5.2.0");
    }

    @ParameterizedTest
    @CsvSource({"Linux, amd64, linux-amd64", "Mac OS X, aarch64, mac-aarch64", "Windows 11, amd64, windows-amd64"})
    void platformsAreThoseThatJavaNames(String system, String processor, String platform) {
        assertThat(Platform.of(system, processor)).hasToString(platform);
    }

    @ParameterizedTest
    @CsvSource({"Linux, aarch64, linux-aarch64", "Mac OS X, x86_64, mac-amd64", "FreeBSD, amd64, freebsd-amd64"})
    void aPlatformWithoutAnArchiveIsNamed(String system, String processor, String platform) {
        assertThatThrownBy(() -> Platform.of(system, processor))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll(platform, "linux-amd64, mac-aarch64, windows-amd64", "TORNADOVM_HOME");
    }

    @Test
    void aBackendThatAPlatformHasNotIsRefused() {
        assertThatThrownBy(() -> new Release("5.2.0", Backend.CUDA, Platform.MAC))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("cuda", "mac-aarch64");
    }
}
