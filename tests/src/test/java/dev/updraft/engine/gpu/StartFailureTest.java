package dev.updraft.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.engine.EngineException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailureTest {
    private static Sdk sdk(String version) {
        return new Sdk(Path.of("sdk"), Path.of("tornado-api-" + version + ".jar"));
    }

    /** The words of the dynamic linker of Linux. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "libcuda.so.1 | NVIDIA's driver is missing (libcuda.so.1): install it, so that `nvidia-smi` lists the card; in a container,"
                        + " start it with --gpus all",
                "libnvrtc.so.12 | NVRTC of the CUDA toolkit is missing (libnvrtc.so.12): install NVIDIA's CUDA toolkit, or run"
                        + " `updraft gpu install --backend opencl`",
                "libOpenCL.so.1 | the loader of OpenCL drivers is missing (libOpenCL.so.1): install it (`apt install ocl-icd-libopencl1`)"
                        + " and the OpenCL driver of your card's maker, so that `clinfo` lists the card",
                "libstdc++.so.6 | a library that TornadoVM needs is missing (libstdc++.so.6): install it"
            })
    void aMissingLibraryIsNamedWithWhatToInstall(String library, String sentence) {
        var words = "UnsatisfiedLinkError: /sdk/lib/libtornado-cuda.so: " + library
                + ": cannot open shared object file: No such file or directory";
        assertThat(StartFailure.sentence(words, sdk("5.2.0-jdk25"))).isEqualTo(sentence);
    }

    @Test
    void anSdkForAnotherJdkSaysSo() {
        assertThatThrownBy(() -> sdk("5.2.0-jdk21").requireJava(25))
                .isInstanceOf(EngineException.class)
                .hasMessage(
                        "TornadoVM 5.2.0-jdk21 in sdk is built for JDK 21, and Updraft runs on JDK 25 here: install its build"
                                + " for JDK 25 (`updraft gpu install`)");
        for (var version : new String[] {"5.2.0-jdk25", "5.2.1-jdk25-dev", "5.1.0-jdk22plus", "0.0-double"}) {
            assertThatCode(() -> sdk(version).requireJava(25)).doesNotThrowAnyException();
        }
        assertThat(StartFailure.sentence("UnsupportedClassVersionError: x/Y has been compiled by 70", sdk("5.3.0")))
                .isEqualTo("TornadoVM 5.3.0 in sdk is not built for JDK "
                        + Runtime.version().feature() + ": " + Sdk.ADVICE);
    }
}
