package dev.updraft.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IncrementalOutputsTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);
    private static final Output NET = new Output(new Output.Source("com/example/Net.java"), "class Net {}");
    private static final Output PACKED = new Output(new Output.Resource("com/example/Net.updraft"), "{}");
    private static final Output OLD = new Output(new Output.Source("com/example/old/Old.java"), "class Old {}");

    @TempDir
    private Path folder;

    private Destination destination = new Destination(Path.of(""), Path.of(""), Path.of(""));
    private Path stateFile = Path.of("");

    @BeforeEach
    void folders() {
        destination =
                new Destination(folder.resolve("sources"), folder.resolve("resources"), folder.resolve("classes"));
        stateFile = folder.resolve("state/compile");
    }

    private IncrementalOutputs outputs() {
        return new IncrementalOutputs(destination, stateFile);
    }

    private Path file(Output output) {
        return destination.file(output.place());
    }

    private void age(Output output) throws IOException {
        Files.setLastModifiedTime(file(output), LONG_AGO);
    }

    @Test
    void whatWasWrittenIsUpToDateUntilItsOriginChanges() throws IOException {
        assertThat(outputs().areUpToDate("a")).isFalse();

        outputs().write("a", List.of(NET, PACKED), false);

        assertThat(file(NET)).hasContent("class Net {}");
        assertThat(outputs().areUpToDate("a")).isTrue();
        assertThat(outputs().areUpToDate("b")).isFalse();
    }

    @Test
    void aFileThatIsMissingOrOtherIsNotUpToDate() throws IOException {
        outputs().write("a", List.of(NET, PACKED), false);
        Files.writeString(file(NET), "class Net { int changed; }");
        assertThat(outputs().areUpToDate("a")).isFalse();

        outputs().write("a", List.of(NET, PACKED), false);
        assertThat(file(NET)).hasContent("class Net {}");
        Files.delete(file(PACKED));
        assertThat(outputs().areUpToDate("a")).isFalse();
    }

    @Test
    void filesWithTheSameContentAreNotTouched() throws IOException {
        outputs().write("a", List.of(NET, PACKED), false);
        age(NET);
        age(PACKED);

        var changed = new Output(PACKED.place(), "{1}");
        assertThat(outputs().write("b", List.of(NET, changed), false)).containsExactly(file(PACKED));
        assertThat(Files.getLastModifiedTime(file(NET))).isEqualTo(LONG_AGO);
        assertThat(file(PACKED)).hasContent("{1}");

        assertThat(outputs().write("b", List.of(NET, changed), true)).containsExactly(file(NET), file(PACKED));
        assertThat(Files.getLastModifiedTime(file(NET))).isGreaterThan(LONG_AGO);
    }

    @Test
    void whatNothingMakesAnyMoreIsDeletedWithItsFolders() throws IOException {
        var resource = new Output(new Output.Resource("com/example/old/Old.updraft"), "{}");
        outputs().write("a", List.of(NET, OLD, resource), false);
        var copy = destination.classes().resolve("com/example/old/Old.updraft");
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file(resource), copy);
        var foreign = destination.classes().resolve("com/example/mine.txt");
        Files.writeString(foreign, "mine");

        outputs().write("b", List.of(NET), false);

        assertThat(destination.sources().resolve("com/example/old")).doesNotExist();
        assertThat(file(NET)).exists();
        assertThat(destination.resources().resolve("com")).doesNotExist();
        assertThat(destination.classes().resolve("com/example/old")).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void aStateThatMakesNoSenseIsTakenForNone() throws IOException {
        outputs().write("a", List.of(NET), false);
        Files.writeString(stateFile, "a\nnonsense\n");
        assertThat(outputs().areUpToDate("a")).isFalse();

        Files.writeString(stateFile, "");
        assertThat(outputs().areUpToDate("a")).isFalse();

        Files.write(stateFile, new byte[] {(byte) 0xff});
        assertThat(outputs().areUpToDate("a")).isFalse();
    }

    @Test
    void aStateNeverHasFilesOutsideDeleted() throws IOException {
        var outside = folder.resolve("precious.txt");
        Files.writeString(outside, "precious");
        Files.createDirectories(stateFile.resolveSibling(""));
        for (var path : List.of("../precious.txt", outside.toString())) {
            Files.writeString(stateFile, "a\n0 source " + path + "\n");
            outputs().write("b", List.of(NET), false);
        }

        assertThat(outside).exists();
    }
}
