package dev.updraft.maven.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IncrementalOutputsTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);
    private static final OutputFile NET = new OutputFile(new OutputFile.Source("com/example/Net.java"), "class Net {}");
    private static final OutputFile PACKED = new OutputFile(new OutputFile.Resource("com/example/Net.updraft"), "{}");
    private static final OutputFile OLD =
            new OutputFile(new OutputFile.Source("com/example/old/Old.java"), "class Old {}");

    @TempDir
    private Path folder;

    private OutputFolder outputFolder = new OutputFolder(Path.of(""), Path.of(""), Path.of(""));
    private Path stateFile = Path.of("");

    @BeforeEach
    void folders() {
        outputFolder =
                new OutputFolder(folder.resolve("sources"), folder.resolve("resources"), folder.resolve("classes"));
        stateFile = folder.resolve("state/compile-one");
    }

    private IncrementalOutputs outputs() {
        return outputs("one", "one", "two");
    }

    private IncrementalOutputs outputs(String execution, String... live) {
        return outputs(outputFolder, execution, live);
    }

    private IncrementalOutputs outputs(OutputFolder where, String execution, String... live) {
        var names = Stream.of(live).map(id -> StateFolder.name("compile", id)).collect(Collectors.toSet());
        var states = new StateFolder(folder.resolve("state"), "compile", StateFolder.name("compile", execution), names);
        return new IncrementalOutputs(folder, where, states, StandardCharsets.UTF_8);
    }

    private Path file(OutputFile outputFile) {
        return outputFolder.file(outputFile.place());
    }

    private void age(OutputFile outputFile) throws IOException {
        Files.setLastModifiedTime(file(outputFile), LONG_AGO);
    }

    @Test
    void whatWasWrittenIsUpToDateUntilItsOriginChanges() throws IOException {
        assertThat(outputs().upToDate("a")).isEmpty();

        outputs().write("a", List.of(NET, PACKED), false);

        assertThat(file(NET)).hasContent("class Net {}");
        assertThat(outputs().upToDate("a")).isPresent();
        assertThat(outputs().upToDate("b")).isEmpty();
    }

    @Test
    void aFileThatIsMissingOrOtherIsNotUpToDate() throws IOException {
        outputs().write("a", List.of(NET, PACKED), false);
        Files.writeString(file(NET), "class Net { int changed; }");
        assertThat(outputs().upToDate("a")).isEmpty();

        outputs().write("a", List.of(NET, PACKED), false);
        assertThat(file(NET)).hasContent("class Net {}");
        Files.delete(file(PACKED));
        assertThat(outputs().upToDate("a")).isEmpty();
    }

    @Test
    void filesWithTheSameContentAreNotTouched() throws IOException {
        outputs().write("a", List.of(NET, PACKED), false);
        age(NET);
        age(PACKED);

        var changed = new OutputFile(PACKED.place(), "{1}");
        assertThat(outputs().write("b", List.of(NET, changed), false)).containsExactly(file(PACKED));
        assertThat(Files.getLastModifiedTime(file(NET))).isEqualTo(LONG_AGO);
        assertThat(file(PACKED)).hasContent("{1}");

        assertThat(outputs().write("b", List.of(NET, changed), true)).containsExactly(file(NET), file(PACKED));
        assertThat(Files.getLastModifiedTime(file(NET))).isGreaterThan(LONG_AGO);
    }

    @Test
    void whatNothingMakesAnyMoreIsDeletedWithItsFolders() throws IOException {
        var resource = new OutputFile(new OutputFile.Resource("com/example/old/Old.updraft"), "{}");
        outputs().write("a", List.of(NET, OLD, resource), false);
        var copy = outputFolder.classes().resolve("com/example/old/Old.updraft");
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file(resource), copy);
        var foreign = outputFolder.classes().resolve("com/example/mine.txt");
        Files.writeString(foreign, "mine");

        outputs().write("b", List.of(NET), false);

        assertThat(outputFolder.sources().resolve("com/example/old")).doesNotExist();
        assertThat(file(NET)).exists();
        assertThat(outputFolder.resources().resolve("com")).doesNotExist();
        assertThat(outputFolder.classes().resolve("com/example/old")).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void aStateThatMakesNoSenseIsTakenForNone() throws IOException {
        outputs().write("a", List.of(NET), false);
        Files.writeString(stateFile, "a\nsources\nresources\nclasses\nnonsense\n");
        assertThat(outputs().upToDate("a")).isEmpty();

        Files.writeString(stateFile, "");
        assertThat(outputs().upToDate("a")).isEmpty();

        Files.write(stateFile, new byte[] {(byte) 0xff});
        assertThat(outputs().upToDate("a")).isEmpty();
    }

    @Test
    void aStateNeverHasFilesOutsideDeleted() throws IOException {
        var outside = folder.resolve("precious.txt");
        Files.writeString(outside, "precious");
        Files.createDirectories(stateFile.resolveSibling(""));
        for (var path : List.of("../precious.txt", outside.toString())) {
            Files.writeString(stateFile, "a\nsources\nresources\nclasses\n0 source " + path + "\n");
            outputs().write("b", List.of(NET), false);
        }

        assertThat(outside).exists();
    }

    @Test
    void foldersOutsideTheProjectAreLeftAloneUnlessTheyAreTheDestination(@TempDir Path elsewhere) throws IOException {
        var outside = elsewhere.resolve("Net.java");
        Files.writeString(outside, "precious");
        Files.createDirectories(stateFile.resolveSibling(""));
        Files.writeString(stateFile, "a\n%1$s\n%1$s\n%1$s\n0 source Net.java\n".formatted(elsewhere));

        outputs().write("b", List.of(), false);
        assertThat(outside).exists();

        Files.writeString(stateFile, "a\n%1$s\n%1$s\n%1$s\n0 source Net.java\n".formatted(elsewhere));
        outputs(new OutputFolder(elsewhere, elsewhere, elsewhere), "one", "one").write("b", List.of(), false);
        assertThat(outside).doesNotExist();
    }

    @Test
    void aFileIsThatOfTheExecutionThatMadeItLast() throws IOException {
        outputs("one").write("a", List.of(NET), false);
        outputs("two", "one", "two").write("b", List.of(OLD), false);

        // Its model is moved from the second's folder to the first's, and back.
        outputs("one", "one", "two").write("c", List.of(NET, OLD), false);
        outputs("two", "one", "two").write("d", List.of(), false);
        assertThat(file(OLD)).exists();
        assertThat(outputs("one", "one", "two").upToDate("c")).isPresent();

        outputs("one", "one", "two").write("e", List.of(NET), false);
        assertThat(file(OLD)).doesNotExist();
        outputs("two", "one", "two").write("f", List.of(OLD), false);
        assertThat(file(OLD)).exists();
    }

    @Test
    void whoseFilesAreAnothersNowIsNotUpToDate() throws IOException {
        outputs("one").write("a", List.of(NET, PACKED), false);
        outputs("two", "one", "two").write("b", List.of(NET), false);

        assertThat(outputs("one", "one", "two").upToDate("a")).isEmpty();
        assertThat(outputs("two", "one", "two").upToDate("b")).isPresent();
    }

    @Test
    void filesOfAnExecutionThatThereIsNoMoreAreDeleted() throws IOException {
        outputs("one").write("a", List.of(NET), false);
        outputs("two", "one", "two").write("b", List.of(OLD), false);

        assertThat(outputs("one", "one", "two").write("c", List.of(NET), false)).isEmpty();
        assertThat(outputs("one", "one").deleteAbandoned()).containsExactly(file(OLD));
        assertThat(file(OLD)).doesNotExist();
        assertThat(outputs("one", "one").upToDate("c")).isPresent();

        outputs("two", "one", "two").write("b", List.of(OLD), false);
        assertThat(outputs("one", "one").write("d", List.of(NET), false)).containsExactly(file(OLD));
        assertThat(file(NET)).exists();
    }

    @Test
    void anotherDestinationLeavesNothingInTheLast() throws IOException {
        outputs().write("a", List.of(NET, OLD), false);
        var next = new OutputFolder(folder.resolve("next"), folder.resolve("resources"), folder.resolve("classes"));

        assertThat(outputs(next, "one", "one").upToDate("a")).isEmpty();
        outputs(next, "one", "one").write("a", List.of(NET), false);

        assertThat(outputFolder.sources().resolve("com")).doesNotExist();
        assertThat(next.file(NET.place())).hasContent(NET.text());
    }

    @Test
    void everyExecutionHasAStateOfItsOwn() {
        var long1 = "x".repeat(300) + "1";
        var ids = List.of("default", "a b", "a_b", "a/b", "A_b", long1, long1 + "2", "", "ä");

        assertThat(ids.stream().map(id -> StateFolder.name("compile", id).toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates()
                .contains("compile-default")
                .allMatch(name -> name.matches("[a-z0-9._,-]{1,100}"));
    }

    @Test
    void classesAreWrittenInTheEncodingThatTheyAreReadIn() throws IOException {
        var states = new StateFolder(folder.resolve("state"), "compile", "compile-one", Set.of());
        new IncrementalOutputs(folder, outputFolder, states, StandardCharsets.UTF_16)
                .write("a", List.of(NET, PACKED), false);

        assertThat(Files.readString(file(NET), StandardCharsets.UTF_16)).isEqualTo(NET.text());
        assertThat(file(PACKED)).hasContent(PACKED.text());
    }
}
