package dev.updraft.engine.cpu.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.disk.SmallDisk;
import dev.updraft.engine.cpu.OpenOnCpu;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where the native library cannot be unpacked or loaded: it is loaded once a process, so each case has its own. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class NativeLibraryTest {
    private static final String WAY_OUT = "-Dorg.bytedeco.javacpp.cachedir=DIR";

    @TempDir
    private Path folder = Path.of("");

    private static List<String> command(String device, String... options) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OpenOnCpu.class.getName(), device));
        return command;
    }

    private static String said(Process process) throws Exception {
        var said = process.inputReader().readAllAsString();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static String run(List<String> command) throws Exception {
        return said(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** A folder into which nothing can be unpacked, as there is a file where JavaCPP makes a folder. */
    private String useless() throws Exception {
        var jar = Path.of(Loader.class
                .getResource("/org/bytedeco/dnnl/" + Loader.getPlatform() + "/")
                .getPath()
                .replaceAll("!.*", ""));
        Files.writeString(folder.resolve(jar.getFileName()), "");
        return "-Dorg.bytedeco.javacpp.cachedir=" + folder;
    }

    @Test
    void theCpuThatIsAskedForIsAnErrorThatNamesTheFolderAndTheWayOut() throws Exception {
        assertThat(run(command("cpu", useless())))
                .startsWith("refused: device cpu cannot be used")
                .contains(folder.toRealPath().toString(), WAY_OUT);
    }

    @Test
    void autoFallsBackAndSaysSo() throws Exception {
        assertThat(run(command("auto", useless())))
                .contains(
                        "engine reference",
                        "the reference engine runs instead",
                        folder.toRealPath().toString(),
                        WAY_OUT);
    }

    @Test
    void whoHasNoHomeGetsNoFolderInTheCurrentOne() throws Exception {
        assertThat(run(command("cpu", "-Duser.home=?", "-Djava.io.tmpdir=" + folder)))
                .contains("engine cpu");
        assertThat(Path.of("?")).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsNamed() throws Exception {
        var disk = Files.createDirectory(folder.resolve("disk"));
        var process = SmallDisk.run(disk, 512, command("cpu", "-Dorg.bytedeco.javacpp.cachedir=" + disk));
        assertThat(said(process))
                .startsWith("refused: ")
                .contains("No space left on device", disk.toRealPath().toString(), WAY_OUT);
    }
}
