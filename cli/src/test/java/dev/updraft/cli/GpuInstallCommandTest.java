package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.commands.GpuInstallCommand;
import dev.updraft.cli.output.ExitStatus;
import dev.updraft.cli.output.Terminal;
import dev.updraft.engine.gpu.InstalledSdks;
import dev.updraft.engine.gpu.install.Installer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GpuInstallCommandTest {
    @TempDir
    Path folder;

    private CommandRun install(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), 0, false);
        var installer = new Installer(new InstalledSdks(folder.resolve("tornadovm")));
        var status = new CommandLine(new GpuInstallCommand(terminal, installer)).execute(arguments);
        return new CommandRun(status, out.toString(), err.toString());
    }

    private String archive() throws IOException {
        var file = folder.resolve("sdk.zip");
        var entries = Map.of(
                "sdk/share/java/tornado/tornado-api-5.2.0-jdk25.jar",
                "",
                "sdk/share/java/graalJars/compiler-25.0.2.jar",
                "",
                "sdk/lib/" + System.mapLibraryName("tornado-opencl"),
                "",
                "sdk/etc/tornado.backend",
                "tornado.backends=opencl-backend",
                "sdk/tornado-argfile.template",
                "-server");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file.toString();
    }

    @Test
    void anArchiveIsInstalledAndItsChecksumSaid() throws IOException {
        var run = install("--from", archive());
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("TornadoVM 5.2.0-jdk25 (opencl) is installed in " + folder, "updraft verify");
        assertThat(run.err())
                .doesNotContain("error")
                .contains("SHA-256 is " + Installer.checksum(folder.resolve("sdk.zip")));
    }

    @Test
    void jsonSaysWhatWasInstalledWhere() throws IOException {
        var archive = archive();
        var run = install("--json", "--from", archive, "--sha256", Installer.checksum(Path.of(archive)));
        assertThat(run.events()).hasSize(1);
        assertThat(run.lastEvent().name()).isEqualTo("result");
        assertThat(run.lastEvent().text("version")).isEqualTo("5.2.0-jdk25");
        assertThat(run.lastEvent().list("backends").toString()).isEqualTo("[opencl]");
        assertThat(Path.of(run.lastEvent().text("home"))).isDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "--from missing.zip, missing.zip: no such file",
        "--from missing.zip --version 5.2.0, omit --backend and --version",
        "--from pom.xml, pom.xml is not a zip archive",
        "--backend opencl --version newest, `newest` is not a version",
    })
    void mistakesEndInWords(String arguments, String words) {
        var run = install(arguments.split(" "));
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains(words);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anUnknownBackendIsTheUsersMistake() {
        var run = CommandRun.of("gpu", "install", "--backend", "metal");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("metal", "opencl", "cuda", "updraft gpu install --help");
    }

    @Test
    void gpuAlonePrintsWhatThereIs() {
        for (var run : new CommandRun[] {CommandRun.of("gpu"), CommandRun.of("gpu", "--help")}) {
            assertThat(run.status()).isZero();
            assertThat(run.out()).contains("Usage: updraft gpu", "install");
        }
    }
}
