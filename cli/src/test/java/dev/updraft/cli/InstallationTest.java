package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.FakeJdk.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command of an unpacked archive, with a Java that says it was called. */
@DisabledOnOs(OS.WINDOWS)
class InstallationTest {
    private static final String PREPARING = "Preparing Updraft to start quickly…\n";

    @TempDir
    private Path folder = Path.of("");

    private Path installation = Path.of("");
    private Path jar = Path.of("");
    private Path command = Path.of("");
    private FakeJdk jdk = new FakeJdk(Path.of(""));

    @BeforeEach
    void unpack() throws IOException {
        var root = Path.of("").toAbsolutePath();
        installation = folder.resolve("an installation");
        jar = installation.resolve("updraft.jar");
        command = installation.resolve("bin/updraft");
        Files.createDirectories(command.getParent());
        Files.copy(root.resolve("cli/src/main/distribution/updraft"), command, StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(installation.resolve("scripts"));
        for (var script : List.of("scripts/find-jdk", "scripts/launch")) {
            Files.copy(root.resolve(script), installation.resolve(script));
        }
        Files.writeString(jar, "jar\n");
        jdk = FakeJdk.in(folder.resolve("jdk"), jar);
    }

    private Run run(Map<String, String> environment) throws IOException, InterruptedException {
        return FakeJdk.end(jdk.start(List.of(command.toString(), "argument"), environment));
    }

    private Run run() throws IOException, InterruptedException {
        return run(Map.of("HOME", folder.toString()));
    }

    private List<Path> caches() throws IOException {
        try (var files = Files.walk(folder.resolve(".cache/updraft/start"))) {
            return files.filter(file -> file.toString().endsWith(".aot")).toList();
        }
    }

    @Test
    void theFirstRunOfAUserMakesTheCache() throws Exception {
        assertThat(run()).isEqualTo(new Run(0, "ran jar argument\n", PREPARING));
        assertThat(run()).isEqualTo(new Run(0, "ran jar argument\n", ""));
        assertThat(caches()).singleElement().satisfies(file -> assertThat(file).hasContent("cache"));
    }

    @Test
    void anotherVersionOrJdkReplacesIt() throws Exception {
        run();
        Files.writeString(jar, "newer jar\n");
        assertThat(run()).isEqualTo(new Run(0, "ran newer jar argument\n", PREPARING));
        Files.writeString(jdk.folder().resolve("release"), "JAVA_VERSION=\"26\"\n");
        assertThat(run()).isEqualTo(new Run(0, "ran newer jar argument\n", PREPARING));
        assertThat(caches()).hasSize(1);
    }

    @Test
    void itLiesWhereOtherCachesLie() throws Exception {
        var chosen = folder.resolve("chosen");
        run(Map.of("HOME", folder.toString(), "UPDRAFT_CACHE", chosen.toString()));
        assertThat(chosen.resolve("start")).isDirectory();
        assertThat(folder.resolve(".cache")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeMadeStopsNothing() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");
        assertThat(run(Map.of("UPDRAFT_CACHE", file.toString()))).isEqualTo(new Run(0, "ran jar argument\n", ""));
    }

    @Test
    void itRunsThroughALink() throws Exception {
        command = Files.createSymbolicLink(folder.resolve("updraft"), command);
        assertThat(run().out()).isEqualTo("ran jar argument\n");
    }

    @Test
    void anArchiveWithoutItsJarSaysSo() throws Exception {
        Files.delete(jar);
        assertThat(run())
                .isEqualTo(new Run(
                        1,
                        "",
                        "updraft: " + jar
                                + " cannot be read: unpack the archive again, as somebody who may read it.\n"));
    }
}
