package dev.updraft.weights.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.SafetensorsWriter;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights take the place of weights, and of nothing else. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ReplaceableFileTest {
    @TempDir
    private Path folder = Path.of("");

    private static void write(Path file) {
        var tensor = new SafetensorsWriter.Tensor("a", List.of(2), values -> values.fill((byte) 0));
        SafetensorsWriter.write(file, Map.of(), List.of(tensor));
    }

    private static void assertWeights(Path file) {
        try (var weights = SafetensorsFile.open(file)) {
            assertThat(weights.tensors()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model Two {\n",
                "a,b,y\n1,2,u\n",
                "x",
                "{\"epoch\":1}",
                "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR",
                "\0\0\0\0\0\0\0\0{\"",
                "\2\0\0\0\0\0\0\0[]",
                "PK\3\4\0\0\0\0{\""
            })
    void anotherFileIsLeftAlone(String content) throws IOException {
        var file = Files.writeString(folder.resolve("mine"), content);

        assertThatThrownBy(() -> write(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(file + ": is not a weights file")
                .hasMessageContaining("choose another name, or remove the file first");
        assertThat(file).hasContent(content);
    }

    @Test
    void theMessageShowsWhatTheFileIs() throws IOException {
        var file = Files.writeString(folder.resolve("net.model"), "model Two {\n");

        assertThatThrownBy(() -> ReplaceableFile.require(file)).hasMessageContaining("(it begins with `model Two {`)");
    }

    @Test
    void weightsAndEmptyFilesAreReplaced() throws IOException {
        var file = Files.createFile(folder.resolve("w.safetensors"));
        write(file);
        write(file);
        assertWeights(file);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkStaysALink() throws IOException {
        var inner = Files.createDirectory(folder.resolve("inner"));
        var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("second"));
        Files.createSymbolicLink(folder.resolve("second"), Path.of("inner/w.safetensors"));

        write(link); // Nothing is there yet.
        write(link);

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.isSymbolicLink(folder.resolve("second"))).isTrue();
        assertThat(Files.isRegularFile(inner.resolve("w.safetensors"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertWeights(inner.resolve("w.safetensors"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatALinkLeadsToIsLeftAloneAsWell() throws IOException {
        var file = Files.writeString(folder.resolve("data.csv"), "a,b\n");
        var link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertThatThrownBy(() -> write(link)).hasMessageContaining("is not a weights file");
        assertThat(file).hasContent("a,b\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksInACircleAreTold() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));

        assertThatThrownBy(() -> write(link)).hasMessageContaining("the symbolic links form a cycle");
    }

    @Test
    void aFolderIsTold() {
        assertThatThrownBy(() -> write(folder)).hasMessageContaining("is a folder");
    }

    private Path special(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = process.inputReader().readAllAsString();
        assumeThat(process.waitFor()).as(said).isZero();
        return Path.of(command[1]);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPipeIsLeftAlone() throws Exception {
        var pipe = special("mkfifo", folder.resolve("pipe").toString());

        assertThatThrownBy(() -> write(pipe)).hasMessageContaining("is a pipe, not a file");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @Test
    @DisabledOnOs({OS.WINDOWS, OS.MAC})
    void theNullDeviceTakesWeightsAndStaysOne() throws Exception {
        var device = special("mknod", folder.resolve("null").toString(), "c", "1", "3");

        write(device);

        assertThat(Files.getAttribute(device, "unix:rdev"))
                .isEqualTo(Files.getAttribute(Path.of("/dev/null"), "unix:rdev"));
        assertThat(Files.isRegularFile(device)).isFalse();
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    @DisabledOnOs({OS.WINDOWS, OS.MAC})
    void anotherDeviceIsLeftAlone() throws Exception {
        var device = special("mknod", folder.resolve("full").toString(), "c", "1", "7");

        assertThatThrownBy(() -> write(device)).hasMessageContaining("is a device, not a file");
        assertThat(Files.isRegularFile(device)).isFalse();
    }
}
