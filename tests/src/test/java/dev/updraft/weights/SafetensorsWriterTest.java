package dev.updraft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.files.AtomicFile;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An interrupted save leaves the file as it was, and nothing beside it. */
class SafetensorsWriterTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private byte[] before = {};

    @BeforeEach
    void saveOnce() throws IOException {
        file = folder.resolve("weights.safetensors");
        SafetensorsWriter.write(file, Map.of("save", "first"), List.of(tensor("a", 1), tensor("b", 2)));
        before = Files.readAllBytes(file);
    }

    private static SafetensorsWriter.Tensor tensor(String name, float value) {
        return new SafetensorsWriter.Tensor(name, List.of(1000), values -> {
            for (var i = 0; i < 1000; i++) {
                values.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
            }
        });
    }

    private void assertUntouched() throws IOException {
        assertThat(file).hasBinaryContent(before);
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void aNewSaveReplacesTheOld() {
        SafetensorsWriter.write(file, Map.of("save", "second"), List.of(tensor("a", 3)));

        try (var opened = SafetensorsFile.open(file)) {
            assertThat(opened.metadata()).containsExactly(Map.entry("save", "second"));
            assertThat(opened.tensors()).hasSize(1);
        }
    }

    @Test
    void theSameContentIsWrittenAsTheSameBytes() throws IOException {
        SafetensorsWriter.write(file, Map.of("save", "first"), List.of(tensor("a", 1), tensor("b", 2)));

        assertUntouched();
    }

    @Test
    void aFailureBetweenTensorsLeavesThePreviousFile() throws IOException {
        var failing = new SafetensorsWriter.Tensor("b", List.of(1000), _ -> {
            throw new IllegalStateException("the device is gone");
        });

        assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of(), List.of(tensor("a", 9), failing)))
                .hasMessage("the device is gone");
        assertUntouched();
    }

    @Test
    void anErrorOfTheVirtualMachineLeavesThePreviousFile() throws IOException {
        var failing = new SafetensorsWriter.Tensor("b", List.of(1000), _ -> {
            throw new OutOfMemoryError("injected");
        });

        assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of(), List.of(failing)))
                .isInstanceOf(OutOfMemoryError.class);
        assertUntouched();
    }

    @Test
    void afterEveryWriteAndBeforeTheMoveThePreviousFileIsStillWhole() throws IOException {
        for (var writes = 0; writes <= 3; writes++) {
            var failAfter = writes;
            assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                        for (var i = 0; i < failAfter; i++) {
                            channel.write(ByteBuffer.allocate(100));
                            // What another process, or the next start after a crash, would find now.
                            assertThat(file).hasBinaryContent(before);
                        }
                        throw new IOException("disk full");
                    }))
                    .hasMessage("disk full");
            assertUntouched();
        }
    }

    @Test
    void whereItCannotBeWrittenTheReasonIsNamed() {
        var nowhere = folder.resolve("none").resolve("weights.safetensors");

        assertThatThrownBy(() -> SafetensorsWriter.write(nowhere, Map.of(), List.of()))
                .isInstanceOf(WeightsException.class)
                .hasMessage(nowhere + ": cannot be written: there is no such file or folder");
        assertThatThrownBy(() -> SafetensorsWriter.write(folder, Map.of(), List.of()))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(folder + ": cannot be written: ");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkStaysALink() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("latest"), file.getFileName());

        SafetensorsWriter.write(link, Map.of("save", "through the link"), List.of());

        assertThat(link).isSymbolicLink();
        try (var opened = SafetensorsFile.open(file)) {
            assertThat(opened.metadata()).containsEntry("save", "through the link");
        }
    }
}
