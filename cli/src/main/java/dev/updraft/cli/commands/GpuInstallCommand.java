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
        description = "Download TornadoVM's SDK, which runs models on GPUs, and use it from then on.",
        footer = {
            "",
            "The SDK goes into Updraft's cache folder, which UPDRAFT_CACHE names.",
            "The archive must have the SHA-256 that GitHub states for it."
        })
public final class GpuInstallCommand extends Subcommand {
    private final Installer installer;

    @Option(
            names = "--backend",
            paramLabel = "BACKEND",
            description = "opencl or cuda; by default what the drivers on this machine are for.")
    private @Nullable Backend backend;

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "Of TornadoVM; by default " + Release.TESTED + ", which Updraft is tested with.")
    private @Nullable String version;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Download nothing: install this zip archive of the SDK.")
    private @Nullable Path from;

    @Option(
            names = "--sha256",
            paramLabel = "HEX",
            description = "The archive's SHA-256, instead of that which GitHub states.")
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
            say.note(Sdk.HOME + " is set to " + chosen + ", and goes first: unset it to use what was installed.");
        }
        var backends = String.join(", ", sdk.backends());
        say.result(
                "TornadoVM " + sdk.version() + " (" + backends + ") is installed in " + sdk.home()
                        + "\nSee with `updraft verify` whether it works.",
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
            throw new UserMistake("--from installs the archive as it is; leave out --backend and --version");
        }
        var sdk = installer.unpack(archive, sha256);
        if (sha256 == null) {
            say.note("The archive was taken as it is; its SHA-256 is " + Installer.checksum(archive)
                    + ", to be compared with that on the page of the release.");
        }
        return sdk;
    }
}
