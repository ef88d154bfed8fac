package dev.updraft.engine.gpu.install;

import dev.updraft.engine.EngineException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The drivers for GPUs on this machine, found by their files.
 *
 * @param root of the file system
 * @param searchPath the environment's folders of libraries
 */
public record Drivers(Platform platform, Path root, String searchPath) {
    private static final String NVRTC = "NVRTC of the CUDA toolkit (libnvrtc), which TornadoVM's CUDA backend needs";

    /**
     * A backend that can work here.
     *
     * @param reason why it was chosen, in a sentence
     */
    public record Choice(Backend backend, String reason) {}

    /** Of this machine. */
    public static Drivers here(Platform platform) {
        var variable = platform == Platform.WINDOWS ? "PATH" : "LD_LIBRARY_PATH";
        return new Drivers(platform, Path.of("/"), Objects.requireNonNullElse(System.getenv(variable), ""));
    }

    /**
     * The backend to install: CUDA where it can work, else OpenCL.
     *
     * @throws EngineException if there is no driver, saying which to install
     */
    public Choice choose() {
        return switch (platform) {
            case MAC -> new Choice(Backend.OPENCL, "macOS has a driver for OpenCL");
            case LINUX -> choose(find("libcuda\\.so(\\.1)?"), find("libnvrtc\\.so.*"), openCl("libOpenCL\\.so.*"));
            case WINDOWS -> choose(find("nvcuda\\.dll"), find("nvrtc64_.*\\.dll"), openCl("OpenCL\\.dll"));
        };
    }

    private Choice choose(Optional<Path> nvidia, Optional<Path> nvrtc, Optional<Path> openCl) {
        if (nvidia.isPresent() && nvrtc.isPresent()) {
            return new Choice(Backend.CUDA, nvidia.get() + " and " + nvrtc.get() + " are there");
        }
        if (openCl.isPresent()) {
            var reason = openCl.get() + " is there";
            return new Choice(
                    Backend.OPENCL, nvidia.isEmpty() ? reason : reason + "; for --backend cuda install " + NVRTC);
        }
        if (nvidia.isPresent()) {
            return new Choice(Backend.CUDA, nvidia.get() + " is there; install " + NVRTC);
        }
        throw new EngineException(none());
    }

    private String none() {
        var container = Files.exists(root.resolve("proc/driver/nvidia/version"))
                ? " The NVIDIA driver of the machine is running but its library is not here: in a container, start it"
                        + " with --gpus all."
                : "";
        return "no driver for a GPU was found: neither NVIDIA's (libcuda) nor one for OpenCL"
                + " (/etc/OpenCL/vendors/*.icd)." + container
                + " Install NVIDIA's driver and CUDA toolkit, or the OpenCL driver of your card's maker (or PoCL, for"
                + " a processor without a card), or choose with --backend what to install anyway";
    }

    /** OpenCL's drivers are named in files of their own; its loader alone may be one too. */
    private Optional<Path> openCl(String loader) {
        return find(List.of(root.resolve("etc/OpenCL/vendors")), ".*\\.icd").or(() -> find(loader));
    }

    private Optional<Path> find(String name) {
        return find(Stream.concat(searched(), standard().map(root::resolve)).toList(), name);
    }

    private Stream<Path> searched() {
        return Stream.of(searchPath.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(Path::of);
    }

    private Stream<String> standard() {
        return switch (platform) {
            case LINUX ->
                Stream.of(
                        "usr/lib/x86_64-linux-gnu",
                        "usr/lib64",
                        "usr/lib",
                        "usr/lib/wsl/lib",
                        "usr/local/cuda/lib64",
                        "usr/local/nvidia/lib64",
                        "opt/cuda/lib64",
                        "run/opengl-driver/lib");
            case WINDOWS -> Stream.of("Windows/System32");
            case MAC -> Stream.empty();
        };
    }

    private static Optional<Path> find(List<Path> folders, String name) {
        for (var folder : folders) {
            try (var files = Files.list(folder)) {
                var found = files.filter(file -> file.getFileName().toString().matches(name))
                        .min(Path::compareTo);
                if (found.isPresent()) {
                    return found;
                }
            } catch (IOException _) {
                // Not every folder is everywhere.
            }
        }
        return Optional.empty();
    }
}
