package dev.updraft.engine.gpu.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.install.Drivers.Choice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriversTest {
    @TempDir
    Path root;

    private Choice choice(Platform platform, String searchPath, String... files) throws IOException {
        for (var file : files) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.createFile(root.resolve(file));
        }
        return new Drivers(platform, root, searchPath).choose();
    }

    private Choice linux(String... files) throws IOException {
        return choice(Platform.LINUX, "", files);
    }

    @Test
    void nvidiasDriverAndCompilerMeanCuda() throws IOException {
        var choice = linux(
                "usr/lib/x86_64-linux-gnu/libcuda.so.1",
                "usr/local/cuda/lib64/libnvrtc.so.12",
                "etc/OpenCL/vendors/nvidia.icd");
        assertThat(choice.backend()).isEqualTo(Backend.CUDA);
        assertThat(choice.reason()).contains("libcuda.so.1", "libnvrtc.so.12");
    }

    @Test
    void withoutNvidiasCompilerItIsOpenCl() throws IOException {
        var choice = linux("usr/lib64/libcuda.so.1", "etc/OpenCL/vendors/nvidia.icd");
        assertThat(choice.backend()).isEqualTo(Backend.OPENCL);
        assertThat(choice.reason()).contains("nvidia.icd", "--backend cuda", "NVRTC");
    }

    @Test
    void nvidiasDriverAloneMeansCudaAndWhatIsMissingIsSaid() throws IOException {
        var choice = linux("usr/lib64/libcuda.so.1");
        assertThat(choice.backend()).isEqualTo(Backend.CUDA);
        assertThat(choice.reason()).contains("install NVRTC");
    }

    @Test
    void aDriverForOpenClMeansOpenCl() throws IOException {
        var choice = linux("etc/OpenCL/vendors/pocl.icd");
        assertThat(choice.backend()).isEqualTo(Backend.OPENCL);
        assertThat(choice.reason()).contains("pocl.icd");
    }

    @Test
    void theEnvironmentsFoldersAreSearched() throws IOException {
        var folder = Files.createDirectories(root.resolve("my/drivers"));
        Files.createFile(folder.resolve("libcuda.so.1"));
        Files.createFile(folder.resolve("libnvrtc.so.13"));
        assertThat(choice(Platform.LINUX, "/nowhere::" + folder).backend()).isEqualTo(Backend.CUDA);
    }

    @Test
    void withoutADriverTheErrorSaysWhichToInstall() {
        assertThatThrownBy(this::linux)
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("libcuda", ".icd", "--backend")
                .hasMessageNotContaining("container");
    }

    @Test
    void aContainerWithoutTheMachinesDriverIsNamed() {
        assertThatThrownBy(() -> linux("proc/driver/nvidia/version"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("--gpus all");
    }

    @Test
    void otherSystemsHaveOtherFiles() throws IOException {
        assertThat(choice(Platform.MAC, "").backend()).isEqualTo(Backend.OPENCL);
        assertThat(choice(Platform.WINDOWS, "", "Windows/System32/OpenCL.dll").backend())
                .isEqualTo(Backend.OPENCL);
    }
}
