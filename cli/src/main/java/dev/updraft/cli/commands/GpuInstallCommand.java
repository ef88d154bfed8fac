package dev.updraft.cli.commands;

import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.data.Progress;
import dev.updraft.engine.gpu.InstalledSdks;
import dev.updraft.engine.gpu.Sdk;
import dev.updraft.engine.gpu.install.Backend;
import dev.updraft.engine.gpu.install.Drivers;
import dev.updraft.engine.gpu.install.Installer;
import dev.updraft.engine.gpu.install.Platform;
import dev.updraft.engine.gpu.install.Release;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "install",
        description = "Download and install the TornadoVM SDK, which runs models on GPUs.",
        footer = {
            "",
            "The SDK is installed in Updraft's cache folder (UPDRAFT_CACHE changes it).",
            "The archive must match the SHA-256 published by GitHub."
        })
public final class GpuInstallCommand extends Subcommand {
    private final Installer installer;

    @Option(
            names = "--backend",
            paramLabel = "BACKEND",
            description = "opencl or cuda; by default chosen from the drivers on this machine.")
    private @Nullable Backend backend;

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "TornadoVM version; by default " + Release.TESTED + ", which Updraft is tested with.")
    private @Nullable String version;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Install this zip archive of the SDK instead of downloading one.")
    private @Nullable Path from;

    @Option(
            names = "--sha256",
            paramLabel = "HEX",
            description = "Expected SHA-256 of the archive, instead of the one published by GitHub.")
    private @Nullable String sha256;

    public GpuInstallCommand(Terminal terminal) {
        this(terminal, new Installer(InstalledSdks.here()));
    }

    public GpuInstallCommand(Terminal terminal, Installer installer) {
        super(terminal);
        this.installer = installer;
    }

    @Override
    void run(Output say) {
        var sdk = from == null ? download(say) : unpack(say, from);
        var chosen = System.getenv(Sdk.HOME);
        if (chosen != null && !chosen.isBlank()) {
            say.note(Sdk.HOME + " is set to " + chosen + ", and takes precedence: unset it to use the installed one.");
        }
        var backends = String.join(", ", sdk.backends());
        say.result(
                "TornadoVM " + sdk.version() + " (" + backends + ") is installed in " + sdk.home()
                        + "\nRun `updraft verify` to check that it works.",
                Map.of(
                        "version", sdk.version(),
                        "backends", sdk.backends(),
                        "home", sdk.home().toString()));
    }

    private Sdk download(Output say) {
        var platform = Platform.current();
        var release =
                new Release(Objects.requireNonNullElse(version, Release.TESTED), backend(say, platform), platform);
        var progress = say.reading();
        return installer.download(
                release, sha256, (name, bytes, total) -> progress.update(name, bytes, total, Progress.Unit.BYTES));
    }

    private Backend backend(Output say, Platform platform) {
        if (backend != null) {
            return backend;
        }
        var choice = Drivers.here(platform).choose();
        say.note("Backend " + choice.backend() + ": " + choice.reason() + ".");
        return choice.backend();
    }

    private Sdk unpack(Output say, Path archive) {
        if (backend != null || version != null) {
            throw new UserMistake("--from installs the given archive; omit --backend and --version");
        }
        var sdk = installer.unpack(archive, sha256);
        if (sha256 == null) {
            say.note("The archive was not verified; its SHA-256 is " + Installer.checksum(archive)
                    + "; compare it with the one on the release page.");
        }
        return sdk;
    }
}
