package dev.updraft.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.check.ImportResolver.UnresolvedException;
import dev.updraft.compiler.diagnostics.SourceFile;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProjectImportsTest {
    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private SourceFile net = new SourceFile("", "");

    @BeforeEach
    void aProjectWithOneFile() throws IOException {
        root = folder.resolve("src");
        write(root.resolve("com/example/blocks.model"), "of the project");
        net = new SourceFile(root.resolve("com/example/net.model").toString(), "");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private Path jar(String name, String path, String text) throws IOException {
        var jar = folder.resolve(name);
        try (var files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            write(files.getPath("/META-INF/updraft/" + path), text);
        }
        return jar;
    }

    private ProjectImports imports(Path... classPath) throws IOException {
        return new ProjectImports(root, DependencyModels.read(List.of(classPath)));
    }

    @Test
    void aFileOfTheProjectComesBeforeThatOfADependency() throws Exception {
        var imports = imports(jar("a.jar", "blocks.model", "of a"));

        assertThat(imports.resolve(net, "blocks.model").text()).isEqualTo("of the project");
    }

    @Test
    void whatTheProjectHasNotIsTakenFromAJarOrAFolderOfClasses() throws Exception {
        var classes = folder.resolve("classes");
        write(classes.resolve("META-INF/updraft/com/other/second.model"), "of a folder");
        var jar = jar("a.jar", "com/other/first.model", "of a jar");
        var imports = imports(jar, classes, folder.resolve("missing.jar"));

        var first = imports.resolve(net, "com/other/first.model");
        assertThat(first.text()).isEqualTo("of a jar");
        assertThat(first.name()).isEqualTo(jar + "!/META-INF/updraft/com/other/first.model");
        assertThat(imports.resolve(net, "com/other/second.model").text()).isEqualTo("of a folder");
    }

    @Test
    void aFileInAJarImportsFromBesideItself() throws Exception {
        var jar = jar("a.jar", "com/other/first.model", "");
        jar("a.jar", "com/parts.model", "beside");
        var other = jar("b.jar", "com/parts.model", "of another jar");
        jar("b.jar", "com/more.model", "of another jar");
        var imports = imports(jar, other);
        var first = imports.resolve(net, "com/other/first.model");

        assertThat(imports.resolve(first, "../parts.model").text()).isEqualTo("beside");
        assertThat(imports.resolve(first, "com/more.model").text()).isEqualTo("of another jar");
    }

    @Test
    void aNameInTwoJarsIsRefusedAndBothAreNamed() throws Exception {
        var imports = imports(jar("a.jar", "common.model", "of a"), jar("b.jar", "common.model", "of b"));

        assertThatThrownBy(() -> imports.resolve(net, "common.model"))
                .isInstanceOfSatisfying(
                        UnresolvedException.class,
                        e -> assertThat(e.reason()).isEqualTo(UnresolvedException.Reason.AMBIGUOUS))
                .hasMessageContaining(folder.resolve("a.jar") + " and " + folder.resolve("b.jar"));
    }

    @Test
    void whatIsNowhereIsRefusedWithBothPlacesLookedAt() throws Exception {
        var imports = imports(jar("a.jar", "blocks.model", "of a"));

        assertThatThrownBy(() -> imports.resolve(net, "none.model"))
                .isInstanceOf(UnresolvedException.class)
                .hasMessageContaining("there is no file " + root.resolve("com/example/none.model"))
                .hasMessageContaining("no dependency has META-INF/updraft/none.model");
    }

    @Test
    void anImportDoesNotLeadOutOfTheProject() throws Exception {
        var imports = imports();

        assertThatThrownBy(() -> imports.resolve(net, "../../../secret.model"))
                .hasMessageContaining("outside the folder");
        assertThatThrownBy(() -> imports.resolve(net, "/etc/passwd")).hasMessageContaining("not relative");
    }

    @Test
    void aFileInAJarThatIsNoTextIsRefusedIfImportedOnly() throws Exception {
        var jar = jar("a.jar", "good.model", "good");
        try (var files = FileSystems.newFileSystem(jar)) {
            Files.write(files.getPath("/META-INF/updraft/bad.model"), new byte[] {(byte) 0xff, (byte) 0xfe});
        }
        var imports = imports(jar);

        assertThat(imports.resolve(net, "good.model").text()).isEqualTo("good");
        assertThatThrownBy(() -> imports.resolve(net, "bad.model")).hasMessageContaining("not UTF-8 text");
    }

    @Test
    void aBrokenJarIsNamed() throws IOException {
        var broken = folder.resolve("broken.jar");
        Files.writeString(broken, "no archive at all");

        assertThatThrownBy(() -> imports(broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken.jar");
    }
}
